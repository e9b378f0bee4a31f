//! Where a request comes from: the peer, or what a configured proxy says; never what anyone's
//! header claims.

use std::net::IpAddr;
use std::sync::Arc;

use poem::{Addr, Endpoint, Request, Response, Result};
use portero_domain::model::Origin;

/// Which peers are believed when they say whom they forward for.
#[derive(Debug, Clone, Default)]
pub struct OriginPolicy {
    /// The addresses of the proxies in front of this server.
    pub trusted_proxies: Vec<IpAddr>,
}

impl OriginPolicy {
    fn origin_of(&self, request: &Request) -> Origin {
        let Addr::SocketAddr(peer) = request.remote_addr().0 else {
            return Origin::default();
        };
        let mut address = peer.ip();
        if self.trusted_proxies.contains(&address) {
            address = self.forwarded_for(request).unwrap_or(address);
        }
        Origin { network: Some(network_of(address)) }
    }

    /// The last address in `X-Forwarded-For` that is no proxy of ours: all before it is hearsay.
    /// A proxy may add a line of its own behind the client's, so all lines count as one.
    fn forwarded_for(&self, request: &Request) -> Option<IpAddr> {
        let lines = request.headers().get_all("x-forwarded-for");
        let told: Vec<&str> = lines
            .iter()
            .filter_map(|line| line.to_str().ok())
            .flat_map(|line| line.split(','))
            .collect();
        told.iter()
            .rev()
            .map_while(|part| part.trim().parse::<IpAddr>().ok())
            .find(|address| !self.trusted_proxies.contains(address))
    }
}

/// The network that a rate counts for: an IPv4 address, or the /64 that one customer has of IPv6.
fn network_of(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

/// Notes where a request comes from, for the operations to read.
///
/// # Errors
/// Whatever the endpoint answers.
pub async fn note_origin<E: Endpoint<Output = Response>>(
    endpoint: Arc<E>,
    mut request: Request,
    policy: Arc<OriginPolicy>,
) -> Result<Response> {
    let origin = policy.origin_of(&request);
    request.set_data(origin);
    endpoint.call(request).await
}
