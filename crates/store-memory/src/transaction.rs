//! A transaction: steps on the working state, repeated on the committed one or taken back.

use std::sync::{Arc, PoisonError, RwLock};

use portero_domain::model::Write;
use portero_domain::port::StoreError;
use tokio::sync::{Mutex, OwnedMutexGuard};

use crate::state::{State, Stored};
use crate::table::Versioned;

/// The two states.
#[derive(Default)]
pub struct States {
    /// What everybody reads.
    committed: RwLock<State>,
    /// What the one writer works on: equal to the committed one whenever there is no writer.
    working: Arc<Mutex<State>>,
}

impl States {
    /// Reads the committed state: one statement, so that all of the answer is of one instant.
    pub fn read<Answer>(&self, statement: impl FnOnce(&State) -> Answer) -> Answer {
        statement(&self.committed.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Waits until nobody else writes, and begins.
    pub async fn begin(self: &Arc<Self>) -> Transaction {
        let working = Arc::clone(&self.working).lock_owned().await;
        Transaction { states: Arc::clone(self), working, steps: Vec::new() }
    }
}

/// The leave to write, and what was written with it. Dropping it takes everything back.
pub struct Transaction {
    states: Arc<States>,
    working: OwnedMutexGuard<State>,
    steps: Vec<Box<dyn Step>>,
}

impl Transaction {
    /// The state with everything that was written so far.
    pub fn state(&self) -> &State {
        &self.working
    }

    /// Writes an aggregate, if its version is the one stored and its places are free.
    pub fn save<R: Stored + Versioned>(&mut self, write: Write, row: R) -> Result<(), StoreError> {
        let table = R::table(self.state());
        let stored = table.get(&row.key()).map(Versioned::version);
        let (expected, keeps) = match write {
            Write::Insert => (None, true),
            Write::Update(version) => (Some(version), true),
            Write::Delete(version) => (Some(version), false),
        };
        if stored != expected || (keeps && !table.admits(&row)) {
            return Err(StoreError::Conflict);
        }
        if keeps {
            self.put(row);
        } else {
            self.remove::<R>(row.key());
        }
        Ok(())
    }

    /// Puts a row, whatever was in its place.
    pub fn put<R: Stored>(&mut self, row: R) {
        self.take_step(row.key(), Some(Arc::new(row)));
    }

    /// Takes a row away.
    pub fn remove<R: Stored>(&mut self, key: R::Key) {
        self.take_step::<R>(key, None);
    }

    fn take_step<R: Stored>(&mut self, key: R::Key, after: Option<Arc<R>>) {
        let before = R::table(&self.working).share(&key);
        let step = RowStep { key, before, after };
        step.repeat(&mut self.working);
        self.steps.push(Box::new(step));
    }

    /// Makes it all visible at once.
    pub fn publish(mut self) {
        let states = Arc::clone(&self.states);
        let mut committed = states.committed.write().unwrap_or_else(PoisonError::into_inner);
        for step in self.steps.drain(..) {
            step.repeat(&mut committed);
        }
    }
}

impl Drop for Transaction {
    fn drop(&mut self) {
        while let Some(step) = self.steps.pop() {
            step.take_back(&mut self.working);
        }
    }
}

/// One thing that was written.
trait Step: Send + Sync {
    fn repeat(&self, state: &mut State);
    fn take_back(&self, state: &mut State);
}

struct RowStep<R: Stored> {
    key: R::Key,
    before: Option<Arc<R>>,
    after: Option<Arc<R>>,
}

impl<R: Stored> Step for RowStep<R> {
    fn repeat(&self, state: &mut State) {
        R::table_mut(state).set(&self.key, self.after.clone());
    }

    fn take_back(&self, state: &mut State) {
        R::table_mut(state).set(&self.key, self.before.clone());
    }
}
