//! Whom clients trust.

use std::{fs, path::Path};

use rustls::{
    RootCertStore,
    pki_types::{CertificateDer, pem::PemObject},
};

use crate::error::Error;

/// The system's roots plus those of the CA file; `None` without one: then the system checks certificates by itself.
pub(crate) fn roots(ca_file: Option<&Path>) -> Result<Option<Vec<CertificateDer<'static>>>, Error> {
    let Some(path) = ca_file else { return Ok(None) };
    let invalid = |problem: String| Error::invalid("ca_file", format!("{} {problem}", path.display()));
    let pem = fs::read(path).map_err(|error| {
        invalid(format!("cannot be read ({}): pass a PEM file that this program may read", error.kind()))
    })?;
    let mut checked = RootCertStore::empty();
    let mut all = Vec::new();
    for certificate in CertificateDer::pem_slice_iter(&pem) {
        let certificate = certificate.ok().filter(|certificate| checked.add(certificate.clone()).is_ok());
        all.push(
            certificate.ok_or_else(|| invalid("contains an invalid certificate: export it again as PEM".to_owned()))?,
        );
    }
    if all.is_empty() {
        return Err(invalid("contains no certificate: pass the authority's certificate as PEM".to_owned()));
    }
    // Some of the system's roots may be unreadable; the others are used.
    all.extend(rustls_native_certs::load_native_certs().certs);
    Ok(Some(all))
}
