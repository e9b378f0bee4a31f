//! Hashing passwords with Argon2id.

use std::fmt;
use std::sync::Arc;

use argon2::password_hash::phc::PasswordHash as PhcHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};
use async_trait::async_trait;
use portero_domain::model::{Password, PasswordHash};
use portero_domain::port::{HasherBusy, PasswordHasher};
use tokio::sync::Semaphore;

use crate::randomness::random_bytes;

/// How many are hashed at a time.
const AT_A_TIME: usize = 2;

/// How many may wait behind them.
const WAITING: usize = 32;

/// The bytes of a salt.
const SALT_LENGTH: usize = 16;

/// Hashes passwords with Argon2id on threads of their own: two at a time, 32 waiting behind them,
/// and whoever comes then is told to come back.
///
/// A hash once begun is carried to its end, and keeps its place until then, even if the one who
/// asked for it has gone.
pub struct Argon2Hasher {
    argon2: Argon2<'static>,
    /// What a password is compared with when there is no hash: of the same cost, with an answer
    /// that nobody reads.
    stand_in: PhcHash,
    /// A permit for each one who works or waits.
    places: Arc<Semaphore>,
    /// A permit for each one who works.
    turns: Arc<Semaphore>,
}

impl Argon2Hasher {
    /// Hashes as passwords are to be hashed: 19 MiB of memory, 2 passes, 1 lane.
    #[must_use]
    pub fn production() -> Self {
        Self::with_cost(19 * 1024, 2)
    }

    /// Hashes with the least that Argon2id allows, worthless against guessing: for tests only.
    #[must_use]
    pub fn cheap_for_tests() -> Self {
        Self::with_cost(Params::MIN_M_COST, Params::MIN_T_COST)
    }

    fn with_cost(kibibytes: u32, passes: u32) -> Self {
        let params = Params::new(kibibytes, passes, 1, None).expect("a cost that Argon2 takes");
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let stand_in = argon2
            .hash_password_with_salt(b"nobody", &[0; SALT_LENGTH])
            .expect("Argon2 takes any short password");
        Self {
            argon2,
            stand_in,
            places: Arc::new(Semaphore::new(AT_A_TIME + WAITING)),
            turns: Arc::new(Semaphore::new(AT_A_TIME)),
        }
    }

    /// Works on a thread that may block, once it is this one's turn.
    async fn in_turn<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, HasherBusy> {
        let place = Arc::clone(&self.places).try_acquire_owned().map_err(|_| HasherBusy)?;
        let turn = Arc::clone(&self.turns).acquire_owned().await.map_err(|_| HasherBusy)?;
        let working = tokio::task::spawn_blocking(move || {
            let result = work();
            drop((turn, place));
            result
        });
        // It fails only while the process is going down, when coming back is right.
        working.await.map_err(|_| HasherBusy)
    }
}

impl fmt::Debug for Argon2Hasher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Argon2Hasher").field("params", self.argon2.params()).finish_non_exhaustive()
    }
}

#[async_trait]
impl PasswordHasher for Argon2Hasher {
    async fn hash(&self, password: &Password) -> Result<PasswordHash, HasherBusy> {
        let (argon2, password) = (self.argon2.clone(), password.clone());
        let salt = random_bytes::<SALT_LENGTH>();
        let hashed = self
            .in_turn(move || argon2.hash_password_with_salt(password.expose().as_bytes(), &salt))
            .await?;
        // With parameters that were accepted, it fails only for want of memory.
        hashed.map(|hash| PasswordHash::from_phc(hash.to_string())).map_err(|_| HasherBusy)
    }

    async fn verify<'a>(
        &self,
        password: &Password,
        hash: Option<&'a PasswordHash>,
    ) -> Result<bool, HasherBusy> {
        // A stored hash that cannot be read matches nothing, and costs as much.
        let readable = hash.and_then(|hash| PhcHash::new(hash.expose()).ok());
        let is_real = readable.is_some();
        let expected = readable.unwrap_or_else(|| self.stand_in.clone());
        let (argon2, password) = (self.argon2.clone(), password.clone());
        let matches = self
            .in_turn(move || {
                argon2.verify_password(password.expose().as_bytes(), &expected).is_ok()
            })
            .await?;
        Ok(matches && is_real)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn password(text: &str) -> Password {
        Password::new(text)
    }

    /// Every one of the places that there are, taken and kept.
    async fn all_places_taken(hasher: &Argon2Hasher) -> tokio::sync::OwnedSemaphorePermit {
        let all = u32::try_from(AT_A_TIME + WAITING).expect("few");
        Arc::clone(&hasher.places).acquire_many_owned(all).await.expect("open")
    }

    #[tokio::test]
    async fn production_costs_19_mib_and_2_passes() {
        let hash = Argon2Hasher::production().hash(&password("ñandú verde oliva")).await;
        let hash = hash.expect("not busy");
        assert!(hash.expose().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
    }

    #[tokio::test]
    async fn the_stand_in_costs_what_a_real_one_costs() {
        let hasher = Argon2Hasher::production();
        let stand_in = hasher.stand_in.to_string();
        assert!(stand_in.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        let real = hasher.hash(&password("ñandú verde oliva")).await.expect("not busy");
        assert_eq!(stand_in.len(), real.expose().len());
    }

    #[tokio::test]
    async fn only_the_right_password_matches() {
        let hasher = Argon2Hasher::cheap_for_tests();
        let hash = hasher.hash(&password("ñandú verde oliva")).await.expect("not busy");
        assert_eq!(hasher.verify(&password("ñandú verde oliva"), Some(&hash)).await, Ok(true));
        assert_eq!(hasher.verify(&password("ñandú verde olivo"), Some(&hash)).await, Ok(false));
    }

    #[tokio::test]
    async fn a_hash_of_another_cost_is_still_verified() {
        let earlier = Argon2Hasher::with_cost(64, 3);
        let hash = earlier.hash(&password("ñandú verde oliva")).await.expect("not busy");
        let now = Argon2Hasher::cheap_for_tests();
        assert_eq!(now.verify(&password("ñandú verde oliva"), Some(&hash)).await, Ok(true));
    }

    #[tokio::test]
    async fn without_a_hash_nothing_matches_not_even_the_stand_in() {
        let hasher = Argon2Hasher::cheap_for_tests();
        assert_eq!(hasher.verify(&password("nobody"), None).await, Ok(false));
        let unreadable = PasswordHash::from_phc("plain text");
        assert_eq!(hasher.verify(&password("nobody"), Some(&unreadable)).await, Ok(false));
    }

    #[tokio::test]
    async fn salts_differ() {
        let hasher = Argon2Hasher::cheap_for_tests();
        let one = hasher.hash(&password("ñandú verde oliva")).await;
        let other = hasher.hash(&password("ñandú verde oliva")).await;
        assert_ne!(one, other);
    }

    #[tokio::test]
    async fn a_full_queue_answers_busy_and_recovers() {
        let hasher = Argon2Hasher::cheap_for_tests();
        let taken = all_places_taken(&hasher).await;
        assert_eq!(hasher.verify(&password("x"), None).await, Err(HasherBusy));
        assert_eq!(hasher.hash(&password("x")).await, Err(HasherBusy));
        drop(taken);
        assert_eq!(hasher.verify(&password("x"), None).await, Ok(false));
    }

    #[tokio::test]
    async fn the_34_that_have_a_place_are_all_served() {
        let hasher = Arc::new(Argon2Hasher::cheap_for_tests());
        let mut asking = tokio::task::JoinSet::new();
        for _ in 0..AT_A_TIME + WAITING {
            let hasher = Arc::clone(&hasher);
            asking.spawn(async move { hasher.verify(&password("x"), None).await });
        }
        while let Some(answer) = asking.join_next().await {
            assert_eq!(answer.expect("no panic"), Ok(false));
        }
        assert_eq!(hasher.places.available_permits(), AT_A_TIME + WAITING);
        assert_eq!(hasher.turns.available_permits(), AT_A_TIME);
    }
}
