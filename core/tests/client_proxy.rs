//! Proxies, played by hand on loopback. The host behind them is a name that only the proxy knows.

#![cfg(feature = "ureq")]

mod client_support;

use std::{
    env,
    io::{Read, Write},
    net::TcpStream,
    process::Command,
};

use client_support::{CLOSED, KEY, Outcome, Seen, answer, client_with, close, config, serve, serve_answers};
use soarwire::{Client, Kind, Proxy, d3};

/// Takes a `CONNECT` and then plays the host.
fn tunnel(mut stream: TcpStream, seen: &Seen) {
    seen.read(&mut stream);
    let _ = stream.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n");
    while seen.read(&mut stream).is_some() {
        let _ = stream.write_all(&answer("200 OK", "", CLOSED));
    }
}

/// Without keys, since it is plain http to another machine.
fn behind(proxy: Proxy) -> Result<Client<d3::Tenant>, soarwire::Error> {
    let tenant = d3::Tenant::new("http://soc.example.test/VSOC", "Admin", "Security Operations")?;
    Client::with_config(tenant, config().proxy(proxy))
}

#[test]
fn calls_go_through_a_tunnel_and_share_it() -> Outcome {
    let (port, seen) = serve(tunnel)?;
    let client = behind(Proxy::Url(format!("http://anna:s3cret@127.0.0.1:{port}")))?;
    assert!(!format!("{client:?}").contains("s3cret"));
    assert!(client.run(&close())?.all_succeeded() && client.run(&close())?.all_succeeded());
    let requests = seen.requests();
    let heads: Vec<_> = requests.iter().filter_map(|request| request.lines().next()).collect();
    let post = "POST /VSOC/api/Command/CloseIncidentInBulk HTTP/1.1";
    assert_eq!(heads, ["CONNECT soc.example.test:80 HTTP/1.1", post, post]);
    assert!(requests.concat().contains("Proxy-Authorization: Basic YW5uYTpzM2NyZXQ=\r\n"));
    assert_eq!(seen.connections(), 1);
    Ok(())
}

#[test]
fn a_proxy_that_refuses_or_is_not_there_is_connect() -> Outcome {
    let refuse = |mut stream: TcpStream, seen: &Seen| {
        seen.read(&mut stream);
        let _ = stream.write_all(&answer("407 Proxy Authentication Required", "", ""));
        let _ = stream.read(&mut [0]);
    };
    let cut = |mut stream: TcpStream, seen: &Seen| drop(seen.read(&mut stream));
    for how in [refuse, cut] as [fn(TcpStream, &Seen); 2] {
        let (port, seen) = serve(how)?;
        let error =
            behind(Proxy::Url(format!("http://127.0.0.1:{port}")))?.run(&close().conclusion("x")).err().ok_or("?")?;
        assert_eq!((error.kind(), error.maybe_executed(), seen.connections()), (Kind::Connect, false, 4), "{error}");
    }
    let error = behind(Proxy::Url("http://127.0.0.1:1".to_owned()))?.run(&close()).err().ok_or("?")?;
    assert_eq!((error.kind(), error.maybe_executed()), (Kind::Connect, false));
    Ok(())
}

#[test]
fn a_host_that_is_cut_behind_the_proxy_is_interrupted() -> Outcome {
    let (port, seen) = serve(|mut stream, seen| {
        seen.read(&mut stream);
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n");
        seen.read(&mut stream);
    })?;
    let error =
        behind(Proxy::Url(format!("http://127.0.0.1:{port}")))?.run(&close().conclusion("x")).err().ok_or("?")?;
    assert_eq!((error.kind(), error.maybe_executed(), seen.connections()), (Kind::Interrupted, true, 1));
    Ok(())
}

#[test]
fn this_machine_is_not_behind_a_proxy() -> Outcome {
    let (proxy, asked) = serve(tunnel)?;
    let (port, seen) = serve_answers(|_| answer("200 OK", "", CLOSED))?;
    let proxy = Proxy::Url(format!("http://127.0.0.1:{proxy}"));
    let _ = client_with(port, config().proxy(proxy))?.run(&close())?;
    assert_eq!((seen.connections(), asked.connections()), (1, 0));
    assert!(seen.requests().concat().contains(KEY));
    Ok(())
}

#[test]
fn a_proxy_that_is_none_is_named_without_its_password() -> Outcome {
    for url in ["socks5://u:s3cret@127.0.0.1:1080", "ftp://u:s3cret@h", "", "http://u:s3cret@h:port", "http://:3128"] {
        let error = behind(Proxy::Url(url.to_owned())).err().ok_or(url)?;
        assert_eq!((error.kind(), error.field()), (Kind::InvalidRequest, Some("proxy")), "{url}");
        assert!(!format!("{error} {error:?}").contains("s3cret"), "{error}");
    }
    Ok(())
}

/// Tells a run of this test that it is the child.
const CHILD: &str = "SOARWIRE_TEST_CHILD";

/// Changing the environment is not safe, so this test runs itself again in a process with another one.
#[test]
fn the_environment_names_the_proxy() -> Outcome {
    if env::var_os(CHILD).is_some() {
        let client = Client::new(d3::Tenant::new("http://soc.example.test", "Admin", "Security Operations")?);
        assert!(client.run(&close())?.all_succeeded());
        return Ok(());
    }
    let run = |variables: &[(&str, &str)]| {
        let mut child = Command::new(env::current_exe()?);
        for name in ["ALL_PROXY", "HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY"] {
            child.env_remove(name).env_remove(name.to_lowercase());
        }
        let arguments = ["--exact", "the_environment_names_the_proxy"];
        child.env(CHILD, "1").envs(variables.iter().copied()).args(arguments).output()
    };
    let (port, seen) = serve(tunnel)?;
    let url = format!("http://127.0.0.1:{port}");
    for (nth, name) in ["ALL_PROXY", "HTTPS_PROXY", "HTTP_PROXY", "https_proxy"].into_iter().enumerate() {
        let output = run(&[(name, &url)])?;
        assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stdout));
        assert_eq!(seen.connections(), nth + 1);
    }
    let output = run(&[("ALL_PROXY", "socks5://127.0.0.1:1")])?;
    assert!(!output.status.success() && String::from_utf8_lossy(&output.stdout).contains("SOCKS"), "{output:?}");
    Ok(())
}
