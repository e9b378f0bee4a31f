//! Fresh identifiers.

use portero_domain::port::IdGenerator;
use uuid::Uuid;

/// Makes UUIDs of version 7. Within one process each is later than the one before, also across
/// threads, within a millisecond, and when the system's clock is set back: a counter that the whole
/// process shares sees to it.
#[derive(Debug, Clone, Copy, Default)]
pub struct UuidV7Generator;

impl IdGenerator for UuidV7Generator {
    #[expect(clippy::disallowed_methods, reason = "this is the IdGenerator port's way outside")]
    fn next_id(&self) -> Uuid {
        Uuid::now_v7()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_later_than_the_one_before() {
        let ids: Vec<Uuid> = (0..10_000).map(|_| UuidV7Generator.next_id()).collect();
        assert!(ids.windows(2).all(|pair| pair[0] < pair[1]));
        assert!(ids.iter().all(|id| id.get_version_num() == 7));
    }

    #[test]
    fn threads_never_make_the_same() {
        let make = || (0..1_000).map(|_| UuidV7Generator.next_id()).collect::<Vec<Uuid>>();
        let threads: Vec<_> = (0..4).map(|_| std::thread::spawn(make)).collect();
        let mut ids: Vec<Uuid> =
            threads.into_iter().flat_map(|thread| thread.join().expect("no panic")).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), 4_000);
    }
}
