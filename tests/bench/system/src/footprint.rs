//! What it takes to be there at all: memory at rest, the time until it answers, the file.

use std::time::Duration;

use portero_bench_measure::{Finding, Quantity, Target, Unit, heading, median};
use tokio::runtime::Runtime;

use crate::client::{Connection, get};
use crate::folder::Folder;
use crate::program::{Program, portero};
use crate::stage::Stage;

/// How often it is started.
const STARTS: usize = 9;
/// How long it rests before its memory is looked at.
const REST: Duration = Duration::from_millis(500);

/// Measures it, on a migrated database.
pub fn run(runtime: &Runtime) {
    heading("Being there, on a migrated SQLite database");
    let folder = Folder::new();
    runtime.block_on(async { Stage::set(&folder.url()).await.leave().await });
    let mut times = Vec::with_capacity(STARTS);
    let mut memories = Vec::with_capacity(STARTS);
    let mut with_document = Vec::with_capacity(STARTS);
    // The first start makes the key, and finds its file in no cache.
    for start in 0..=STARTS {
        let program = Program::portero(&folder, &folder.url());
        let at_rest = resident_after(runtime, &program, "/readyz");
        let documented = resident_after(runtime, &program, "/openapi.json");
        if start > 0 {
            times.push(program.ready_after.as_secs_f64() * 1e9);
            memories.push(at_rest);
            with_document.push(documented);
        }
    }
    let line = |what: &str, measured, most| {
        Finding::new(what, measured).must_reach(Target::Below(most)).print();
    };
    let milliseconds = |count| Quantity::time(Duration::from_millis(count));
    line("ready after its start", Quantity::nanoseconds(median(times)), milliseconds(100));
    let mebibytes = |value| Quantity { value, unit: Unit::Mebibytes };
    line("resident memory at rest", mebibytes(median(memories)), mebibytes(25.0 * 1024.0 * 1024.0));
    Finding::new("the same, once its document was read", mebibytes(median(with_document))).print();
    let size = portero().metadata().expect("the program is there").len();
    let megabytes = |value| Quantity { value, unit: Unit::Megabytes };
    line("the released program", megabytes(bytes(size)), megabytes(30e6));
}

/// The memory in bytes that it occupies after an answer, and some rest.
fn resident_after(runtime: &Runtime, program: &Program, path: &str) -> f64 {
    let status =
        runtime.block_on(async { Connection::open(program.address).await.send(&get(path)).await });
    assert_eq!(status, 200, "it said that it listens, so it answers");
    std::thread::sleep(REST);
    bytes(program.resident())
}

fn bytes(count: u64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "nothing here has 2^52 bytes")]
    let bytes = count as f64;
    bytes
}
