//! One address for people and machines: the panel's pages, and the interface beside them.

use std::sync::Arc;

use poem::{Endpoint, IntoResponse, Request, Response, Result};
use portero_http::{OriginPolicy, Parts, interface};
use portero_panel::{Parts as PanelParts, panel, takes};

/// Hands each request to the panel or to the interface. Both see the same use cases, and believe
/// the same proxies.
pub fn front(parts: Parts) -> impl Endpoint<Output = Response> + use<> {
    let policy: OriginPolicy = parts.origins.clone();
    let panel = panel(PanelParts {
        portero: Arc::clone(&parts.portero),
        public_url: parts.public_url.clone(),
        origin_of: Arc::new(move |request: &Request| policy.origin_of(request)),
        mailbox: parts.mailbox.clone(),
    });
    Front { panel, interface: interface(parts) }
}

struct Front<Panel, Interface> {
    panel: Panel,
    interface: Interface,
}

impl<Panel: Endpoint, Interface: Endpoint> Endpoint for Front<Panel, Interface> {
    type Output = Response;

    async fn call(&self, request: Request) -> Result<Response> {
        if takes(&request) {
            self.panel.call(request).await.map(IntoResponse::into_response)
        } else {
            self.interface.call(request).await.map(IntoResponse::into_response)
        }
    }
}
