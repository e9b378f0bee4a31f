//! The languages that people are spoken to in.

use crate::policy::named_enum;

named_enum! {
    /// A language for people; code and wire names are English throughout.
    #[derive(Default)]
    Language, "language" {
        /// Spanish, the default: most of those who use the panel speak it.
        #[default]
        Spanish = "es",
        /// English.
        English = "en",
    }
}
