//! Many at once.

use std::sync::Arc;

use tokio::sync::Barrier;

/// Does all of this at the same time, released together.
pub(crate) async fn together<Task>(tasks: Vec<Task>) -> Vec<Task::Output>
where
    Task: Future<Output: Send> + Send + 'static,
{
    let barrier = Arc::new(Barrier::new(tasks.len()));
    let release = |task: Task| {
        let barrier = Arc::clone(&barrier);
        tokio::spawn(async move {
            barrier.wait().await;
            task.await
        })
    };
    let running: Vec<_> = tasks.into_iter().map(release).collect();
    let mut answers = Vec::with_capacity(running.len());
    for task in running {
        answers.push(task.await.expect("no task panics"));
    }
    answers
}
