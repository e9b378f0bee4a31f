//! Examples of health.

use poem_openapi::types::Example;

use crate::schema::HealthBody;

impl Example for HealthBody {
    fn example() -> Self {
        Self { status: "ready".to_owned() }
    }
}
