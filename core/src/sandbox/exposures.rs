//! What an incident or alert of the Xpanse tenant is about, as far as its name and its id tell: one source for the fields
//! that repeat it, and for the filters on them.

use core::net::Ipv4Addr;

use super::random::Random;

/// What is exposed, and the port.
pub(super) const EXPOSURES: &[(&str, u16)] = &[
    ("RDP server exposed at", 3389),
    ("Telnet server exposed at", 23),
    ("FTP server without encryption at", 21),
    ("Database server exposed at", 5432),
    ("Outdated SSH server at", 22),
    ("Admin login page at", 8443),
    ("Expired certificate at", 443),
    ("Insecure TLS version at", 443),
];
/// The networks that RFC 5737 reserves for documentation.
pub(super) const NETWORKS: &[&str] = &["192.0.2", "198.51.100", "203.0.113"];

const COUNTRIES: &[&str] = &["DE", "GH", "JP", "SE", "US"];
const UNITS: &[&str] = &["Example Retail", "Example Logistics", "Example Labs"];
/// The provider, how the cloud is managed, and which integration knows it.
const PLACES: &[(&str, &str, Option<&str>)] = &[
    ("On Prem", "Not Applicable", None),
    ("On Prem", "Not Applicable", None),
    ("Amazon Web Services", "Managed Cloud", Some("AWS")),
    ("Amazon Web Services", "Unmanaged Cloud", None),
    ("Microsoft Azure", "Managed Cloud", Some("AZURE")),
    ("Google", "Managed Cloud", Some("GOOGLE")),
    ("Google", "Managed Cloud", Some("PRISMA_CLOUD")),
];

/// What is exposed, where, and whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Exposure {
    /// The part of the name before the address.
    pub(super) rule: String,
    pub(super) ipv4: Option<String>,
    pub(super) domain: Option<String>,
    pub(super) port: Option<u16>,
    pub(super) country: &'static str,
    pub(super) provider: &'static str,
    pub(super) management: &'static str,
    pub(super) integration: Option<&'static str>,
    pub(super) unit: &'static str,
    pub(super) score: u64,
    pub(super) asset_id: String,
    pub(super) service_id: String,
}

impl Exposure {
    /// Reads a name such as `RDP server exposed at 203.0.113.17:3389`; the id decides what the name does not tell.
    pub(super) fn new(name: &str, id: &str) -> Self {
        let (rule, place) = name.rsplit_once(" at ").unwrap_or((name, ""));
        let (host, port) = place.split_once(':').unwrap_or((place, ""));
        let is_address = host.parse::<Ipv4Addr>().is_ok();
        let is_domain = !is_address && host.contains('.') && !host.contains(' ');
        let seed = id.bytes().fold(0, |hash: u64, byte| hash.wrapping_mul(31).wrapping_add(u64::from(byte)));
        let mut random = Random::at(seed, 0);
        let (provider, management, integration) = random.pick(PLACES).copied().unwrap_or_default();
        Self {
            rule: rule.trim_end_matches(" exposed").to_owned(),
            ipv4: is_address.then(|| host.to_owned()),
            domain: is_domain.then(|| host.to_owned()),
            port: port.parse().ok(),
            country: random.pick(COUNTRIES).copied().unwrap_or_default(),
            provider,
            management,
            integration,
            unit: random.pick(UNITS).copied().unwrap_or_default(),
            score: random.below(900) + 100,
            asset_id: uuid(&mut random),
            service_id: uuid(&mut random),
        }
    }

    /// The address or the domain.
    pub(super) fn host(&self) -> Option<&str> {
        self.ipv4.as_deref().or(self.domain.as_deref())
    }

    /// The tags, as `FAMILY:name`.
    pub(super) fn tags(&self) -> [String; 2] {
        [format!("BU:{}", self.unit), "AR:Registered to You".to_owned()]
    }

    /// The rule's name as an identifier: `RDP server` is `RdpServer`.
    pub(super) fn rule_id(&self) -> String {
        let words = self.rule.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
        let capital = |word: &str| -> String {
            let lower = word.to_ascii_lowercase();
            lower.chars().take(1).map(|first| first.to_ascii_uppercase()).chain(lower.chars().skip(1)).collect()
        };
        words.map(capital).collect()
    }
}

fn uuid(random: &mut Random) -> String {
    let (high, low) = (random.next(), random.next());
    format!(
        "{:08x}-{:04x}-4{:03x}-a{:03x}-{:012x}",
        high >> 32,
        high >> 16 & 0xFFFF,
        high & 0xFFF,
        low >> 52,
        low & 0xFFFF_FFFF_FFFF
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read() {
        let exposure = Exposure::new("RDP server exposed at 203.0.113.17:3389", "5471");
        assert_eq!((exposure.rule.as_str(), exposure.rule_id().as_str()), ("RDP server", "RdpServer"));
        assert_eq!((exposure.host(), exposure.port), (Some("203.0.113.17"), Some(3389)));
        let exposure = Exposure::new("Expired certificate at vpn.example.com", "5472");
        assert_eq!((exposure.ipv4.as_deref(), exposure.host(), exposure.port), (None, Some("vpn.example.com"), None));
        let exposure = Exposure::new("", "");
        assert_eq!((exposure.rule_id().as_str(), exposure.host()), ("", None));
    }

    #[test]
    fn the_id_decides_the_rest() {
        assert_eq!(Exposure::new("x", "1"), Exposure::new("x", "1"));
        assert_ne!(Exposure::new("x", "1").asset_id, Exposure::new("x", "2").asset_id);
        assert_eq!(Exposure::new("x", "1").asset_id.len(), 36);
    }
}
