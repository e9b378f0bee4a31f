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
    /// Where a request comes from.
    #[must_use]
    pub fn origin_of(&self, request: &Request) -> Origin {
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

#[cfg(test)]
mod tests {
    use poem::http::HeaderValue;

    use super::*;

    fn told(lines: &[&'static str]) -> Option<IpAddr> {
        let proxy: IpAddr = [10, 0, 0, 1].into();
        let policy = OriginPolicy { trusted_proxies: vec![proxy] };
        let mut request = Request::default();
        for line in lines {
            request.headers_mut().append("x-forwarded-for", HeaderValue::from_static(line));
        }
        policy.forwarded_for(&request)
    }

    #[test]
    fn only_what_a_trusted_proxy_adds_is_believed() {
        let client: Option<IpAddr> = Some([203, 0, 113, 9].into());
        assert_eq!(told(&["203.0.113.9"]), client);
        assert_eq!(told(&["6.6.6.6, 203.0.113.9"]), client);
        assert_eq!(told(&["6.6.6.6", "203.0.113.9"]), client);
        assert_eq!(told(&["6.6.6.6, 203.0.113.9", "10.0.0.1"]), client);
        assert_eq!(told(&["203.0.113.9, nonsense"]), None);
        assert_eq!(told(&[]), None);
    }

    #[test]
    fn a_network_is_an_address_or_the_part_of_one_that_a_customer_has() {
        assert_eq!(network_of("203.0.113.9".parse().unwrap()), "203.0.113.9");
        assert_eq!(network_of("::ffff:203.0.113.9".parse().unwrap()), "203.0.113.9");
        assert_eq!(network_of("2001:db8:1:2:3:4:5:6".parse().unwrap()), "2001:db8:1:2::/64");
    }
}
