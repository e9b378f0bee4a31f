//! A list, walked page by page.

/// Walks a list behind `start` to its end. No page may have more than asked for, and no row may
/// come twice, so that the walk ends even in a store that repeats.
pub(crate) async fn pages<Key: Copy + PartialEq>(
    start: Option<Key>,
    limit: u32,
    page: impl AsyncFn(Option<Key>) -> Vec<Key>,
) -> Vec<Key> {
    let mut found = Vec::new();
    loop {
        let rows = page(found.last().copied().or(start)).await;
        assert!(rows.len() <= limit as usize, "no more than asked for");
        if rows.is_empty() {
            return found;
        }
        for row in rows {
            assert!(!found.contains(&row) && start != Some(row), "no row twice");
            found.push(row);
        }
    }
}
