# The recipes that everyone uses. `just` alone lists them.

_default:
    @just --list --unsorted

# Serve on http://127.0.0.1:8080, with a SQLite file and the development mailbox.
run *arguments:
    cargo run -p portero --bin portero -- serve {{ arguments }}

# Every test: the domain, the stores, the whole system.
test *arguments:
    cargo test --workspace --all-features {{ arguments }}

# Only the rules: no database, no network, a few seconds.
test-domain:
    cargo test -p portero-domain

# Formatting and lints, with warnings as errors.
lint:
    cargo fmt --all --check
    cargo clippy --workspace --all-targets --all-features -- -D warnings

# Format every source.
format:
    cargo fmt --all

# The documentation of every member, with broken links as errors.
docs:
    RUSTDOCFLAGS='-D warnings' cargo doc --workspace --no-deps

# Measure speed and size as ratios taken in one run; arguments name sections of the system's.
bench *sections:
    cargo build --release --locked -p portero --bin portero
    cargo build --release --locked --target-dir target --manifest-path tests/bench/Cargo.toml -p portero-bench-decision
    cargo build --release --locked --target-dir target --manifest-path tests/bench/Cargo.toml -p portero-bench-system
    target/release/portero-bench-decision
    target/release/portero-bench-system {{ sections }}

# Measure lists of clients: 1,000,000 on an account against 10,000, on both databases: long, and gigabytes of disk.
bench-clients *sizes-and-folder:
    cargo build --release --locked --target-dir target --manifest-path tests/bench/Cargo.toml -p portero-bench-clients
    target/release/portero-bench-clients {{ sizes-and-folder }}

# Accept the snapshots of a deliberate change; read the diff before committing it.
snapshots:
    INSTA_UPDATE=always cargo test -p portero-domain
    git diff --stat -- '*.snap'

# Take the pictures of every page again; look at them before committing.
screenshots:
    cargo run -p portero-tests --bin screenshots

# Which lines no test reaches (needs cargo-llvm-cov).
coverage *arguments:
    cargo llvm-cov --workspace --all-features {{ arguments }}

# What CI does, here.
ci:
    .ci/run
