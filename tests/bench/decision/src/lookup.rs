//! Standings kept in memory, to be found by account and user.

use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasherDefault, Hasher};

use portero_domain::id::{AccountId, UserId};
use portero_domain::policy::{Decision, Denial, Permission, Role, Standing, decide};
use uuid::{Builder, Uuid};

type Key = (AccountId, UserId);

/// Someone asks for something on an account.
pub struct Question {
    key: Key,
    permission: Permission,
}

/// The memberships of an installation, each found by its account and user.
pub struct Known {
    hashed: HashMap<Key, Standing, BuildHasherDefault<IdHasher>>,
    sorted: BTreeMap<Key, Standing>,
    /// Who asks, in no order.
    pub questions: Vec<Question>,
}

impl Known {
    /// So many memberships, 100 to an account.
    pub fn of(count: usize) -> Self {
        let mut ids = Ids::default();
        let mut account = AccountId::from_uuid(ids.next_id());
        let mut standings = Vec::with_capacity(count);
        for number in 0..count {
            if number % 100 == 0 {
                account = AccountId::from_uuid(ids.next_id());
            }
            let role = Role::ALL[number % Role::ALL.len()];
            standings.push(((account, UserId::from_uuid(ids.next_id())), Standing::of(role)));
        }
        let questions = (0..1_000).map(|_| Question {
            key: standings[ids.below(count)].0,
            permission: Permission::ALL[ids.below(Permission::ALL.len())],
        });
        Self {
            questions: questions.collect(),
            hashed: standings.iter().copied().collect(),
            sorted: standings.into_iter().collect(),
        }
    }

    /// Answers by the hash map.
    pub fn decide_hashed(&self, question: &Question) -> Decision {
        answer(self.hashed.get(&question.key), question.permission)
    }

    /// Answers by the ordered map.
    pub fn decide_sorted(&self, question: &Question) -> Decision {
        answer(self.sorted.get(&question.key), question.permission)
    }
}

fn answer(standing: Option<&Standing>, permission: Permission) -> Decision {
    standing.map_or(Decision::Denied(Denial::not_a_member(permission)), |standing| {
        decide(standing, permission)
    })
}

/// Hashes ids by the bits of them that are random anyway. Nobody chooses an id of ours, so nobody
/// can make them collide.
#[derive(Default)]
struct IdHasher(u64);

impl Hasher for IdHasher {
    fn write(&mut self, bytes: &[u8]) {
        if let Some(random) = bytes.last_chunk::<8>() {
            let mixed = self.0.rotate_left(26) ^ u64::from_ne_bytes(*random);
            self.0 = mixed.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        }
    }

    /// The length of an id tells nothing.
    fn write_usize(&mut self, _: usize) {}

    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 32)
    }
}

/// Ids of version 7, and a sequence of numbers that looks random and is the same in each run.
#[derive(Default)]
struct Ids {
    state: u64,
}

impl Ids {
    /// The generator `SplitMix64`.
    fn next_number(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.state ^ (self.state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn next_id(&mut self) -> Uuid {
        let (high, low) = (self.next_number().to_be_bytes(), self.next_number().to_be_bytes());
        let mut random = [0; 10];
        random[..8].copy_from_slice(&high);
        random[8..].copy_from_slice(&low[..2]);
        Builder::from_unix_timestamp_millis(1_780_000_000_000, &random).into_uuid()
    }

    fn below(&mut self, limit: usize) -> usize {
        let number = usize::try_from(self.next_number() >> 32).unwrap_or_default();
        number % limit
    }
}
