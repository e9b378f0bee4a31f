//! On the way to a yes nothing is allocated. A test binary of its own, because the counting
//! allocator is the whole process's.

use std::hint::black_box;

use allocation_counter::measure;
use portero_domain::policy::{Permission, PermissionSet, Role, Standing, decide};

#[test]
fn the_way_to_an_answer_allocates_nothing() {
    let granted = Standing::of(Role::User).with_grants(PermissionSet::GRANTABLE);
    let standings = [granted, Standing::of(Role::Owner), Standing::of(Role::User)];

    let counted = measure(|| {
        for standing in &standings {
            for permission in Permission::ALL {
                black_box(decide(black_box(standing), *permission));
            }
        }
    });

    assert_eq!(counted.count_total, 0);
}

#[test]
fn the_counter_does_count() {
    let counted = measure(|| drop(black_box(vec![0_u8; 64])));

    assert_eq!(counted.count_total, 1);
}
