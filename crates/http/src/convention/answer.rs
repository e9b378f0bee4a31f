//! The answers of operations that went well.

use poem_openapi::payload::Json;
use poem_openapi::types::{ParseFromJSON, ToJSON};
use poem_openapi::{ApiResponse, Object};
use portero_domain::model::Version;

/// What was asked for.
#[derive(ApiResponse)]
pub enum Found<Body: ToJSON + ParseFromJSON + Send + Sync> {
    /// What was asked for; the `ETag` is its version.
    #[oai(status = 200)]
    Versioned(Json<Body>, #[oai(header = "ETag")] String),
}

impl<Body: ToJSON + ParseFromJSON + Send + Sync> Found<Body> {
    /// The body, at a version.
    pub fn at(version: Version, body: impl Into<Body>) -> Self {
        Self::Versioned(Json(body.into()), entity_tag(version))
    }
}

/// What was made.
#[derive(ApiResponse)]
pub enum Created<Body: ToJSON + ParseFromJSON + Send + Sync> {
    /// What was made.
    #[oai(status = 201)]
    Created(Json<Body>),
}

/// What was made, or what was there to be had without making it.
#[derive(ApiResponse)]
pub enum CreatedOrFound<Made, Had>
where
    Made: ToJSON + ParseFromJSON + Send + Sync,
    Had: ToJSON + ParseFromJSON + Send + Sync,
{
    /// What was made.
    #[oai(status = 201)]
    Created(Json<Made>),
    /// Nothing had to be made.
    #[oai(status = 200)]
    Found(Json<Had>),
}

/// What was made, where it can be read from then on.
#[derive(ApiResponse)]
pub enum Made<Body: ToJSON + ParseFromJSON + Send + Sync> {
    /// What was made; `Location` is its path, and the `ETag` its version.
    #[oai(status = 201)]
    Located(Json<Body>, #[oai(header = "Location")] String, #[oai(header = "ETag")] String),
}

impl<Body: ToJSON + ParseFromJSON + Send + Sync> Made<Body> {
    /// The body, at a path and a version.
    pub fn at(path: String, version: Version, body: impl Into<Body>) -> Self {
        Self::Located(Json(body.into()), path, entity_tag(version))
    }
}

/// What was taken on, and how it stands.
#[derive(ApiResponse)]
pub enum TakenOn<Body: ToJSON + ParseFromJSON + Send + Sync> {
    /// It was taken on; the mails leave by themselves.
    #[oai(status = 202)]
    TakenOn(Json<Body>),
}

/// What was taken on.
#[derive(ApiResponse)]
pub enum Accepted {
    /// It was taken on; what comes of it comes by mail.
    #[oai(status = 202)]
    Accepted(Json<StatusBody>),
}

/// That something was taken on.
#[derive(Debug, Clone, Object)]
#[oai(rename = "Status", example)]
pub struct StatusBody {
    /// What happens now: `confirmation_sent` or `reset_sent`.
    pub status: String,
}

impl Accepted {
    /// Says what happens now.
    #[must_use]
    pub fn because(status: &str) -> Self {
        Self::Accepted(Json(StatusBody { status: status.to_owned() }))
    }
}

/// That it was done.
#[derive(ApiResponse)]
pub enum Done {
    /// It was done.
    #[oai(status = 204)]
    Done,
}

fn entity_tag(version: Version) -> String {
    format!("\"{}\"", version.as_i64())
}
