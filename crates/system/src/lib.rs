//! The small ports of the domain that need the operating system, cryptography or a parser.
//!
//! One adapter a file, none of which knows another: the time, fresh identifiers and tokens,
//! hashing, sealing, signing, international domain names, cleaning HTML, and counting in memory.

mod active_html;
mod ammonia_sanitizer;
mod argon2_hasher;
mod hmac_signer;
mod html_depth;
mod html_tokens;
mod key_file;
mod memory_rate_limiter;
mod no_rate_limits;
mod os_token_generator;
mod randomness;
mod secret_key;
mod sha256_digest;
mod system_clock;
mod unicode_domains;
mod uuid_v7_generator;
mod x_cha_cha_sealer;

pub use ammonia_sanitizer::AmmoniaSanitizer;
pub use argon2_hasher::Argon2Hasher;
pub use hmac_signer::HmacSigner;
pub use key_file::{KeyFileError, load_or_create_key_file};
pub use memory_rate_limiter::MemoryRateLimiter;
pub use no_rate_limits::NoRateLimits;
pub use os_token_generator::OsTokenGenerator;
pub use secret_key::SecretKey;
pub use sha256_digest::Sha256Digest;
pub use system_clock::SystemClock;
pub use unicode_domains::UnicodeDomains;
pub use uuid_v7_generator::UuidV7Generator;
pub use x_cha_cha_sealer::XChaChaSealer;
