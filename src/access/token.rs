//! Tokens of the API: a signed envelope around the secret of a session. The envelope is checked first, then the session's row, so that signing out,
//! disabling or changing a password acts at the next request.

use chrono::{DateTime, Utc};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};

use super::error::AccessError;
use super::token_provider;
use crate::model::id::AccountId;
use crate::store::Keys;

/// Kind of token in its header: another kind that we may sign one day (an invitation) is never taken for this one (RFC 8725, 3.11).
const KIND: &str = "tiendo-api+jwt";
const ISSUER: &str = "tiendo";
const AUDIENCE: &str = "tiendo-api";
/// What the signing key is derived for.
const KEY_PURPOSE: &str = "api token signing key v1";
/// How far the clocks of two servers on one database may differ. An expired token has no grace.
const CLOCK_DIFFERENCE_SECONDS: i64 = 5;

/// All claims are required, and no other is known.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Claims {
    iss: String,
    aud: String,
    sub: String,
    iat: i64,
    exp: i64,
    /// The secret of the session.
    jti: String,
}

/// Wraps the secret of a session.
pub fn write(
    keys: &Keys,
    secret: &str,
    account: AccountId,
    now: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> Result<String, AccessError> {
    token_provider::install();
    let claims = Claims {
        iss: ISSUER.to_owned(),
        aud: AUDIENCE.to_owned(),
        sub: account.to_string(),
        iat: now.timestamp(),
        exp: expires_at.timestamp(),
        jti: secret.to_owned(),
    };
    let key = EncodingKey::from_secret(&signing_key(keys));
    jsonwebtoken::encode(&header(), &claims, &key).map_err(|e| AccessError::Hashing(e.to_string()))
}

/// The secret within a token that is ours, whole and not expired.
pub fn read(keys: &Keys, token: &str, now: DateTime<Utc>) -> Result<String, AccessError> {
    token_provider::install();
    let refused = |_| AccessError::NotSignedIn;
    // We write one header only: any other (`none`, a key of the sender's own, `crit`…) is refused before anything in it is believed.
    if jsonwebtoken::decode_header(token).map_err(refused)? != header() {
        return Err(AccessError::NotSignedIn);
    }
    let key = DecodingKey::from_secret(&signing_key(keys));
    let claims = jsonwebtoken::decode::<Claims>(token, &key, &validation()).map_err(refused)?.claims;
    let now = now.timestamp();
    if claims.exp <= now || claims.iat > now + CLOCK_DIFFERENCE_SECONDS {
        return Err(AccessError::NotSignedIn);
    }
    Ok(claims.jti)
}

fn header() -> Header {
    let mut header = Header::new(Algorithm::HS256);
    header.typ = Some(KIND.to_owned());
    header
}

fn validation() -> Validation {
    let mut validation = Validation::new(Algorithm::HS256);
    validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
    validation.set_issuer(&[ISSUER]);
    validation.set_audience(&[AUDIENCE]);
    validation.leeway = 0;
    // Compared with the instant of the request in `read`, which also a test can choose; the library asks the machine.
    validation.validate_exp = false;
    validation
}

fn signing_key(keys: &Keys) -> [u8; 32] {
    keys.token_digest(KEY_PURPOSE, b"")
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use chrono::TimeDelta;
    use serde_json::{Value, json};

    use super::*;

    fn keys() -> Keys {
        let folder = tempfile::tempdir().unwrap();
        Keys::create(&folder.path().join("k.key")).unwrap()
    }

    fn now() -> DateTime<Utc> {
        "2026-03-01T02:00:00Z".parse().unwrap()
    }

    fn good_claims() -> Value {
        let now = now().timestamp();
        json!({"iss": ISSUER, "aud": AUDIENCE, "sub": "7", "iat": now, "exp": now + 900, "jti": "secret"})
    }

    fn signed(keys: &Keys, header: &Header, claims: &Value) -> String {
        token_provider::install();
        jsonwebtoken::encode(header, claims, &EncodingKey::from_secret(&signing_key(keys))).unwrap()
    }

    #[test]
    fn a_token_is_read_until_the_second_it_expires() {
        let (keys, expires_at) = (keys(), now() + TimeDelta::minutes(15));
        let token = write(&keys, "secret", AccountId(7), now(), expires_at).unwrap();
        assert_eq!(read(&keys, &token, now()).unwrap(), "secret");
        assert_eq!(read(&keys, &token, now() - TimeDelta::seconds(5)).unwrap(), "secret");
        assert!(read(&keys, &token, now() - TimeDelta::seconds(6)).is_err(), "from the future");
        assert!(read(&keys, &token, expires_at - TimeDelta::seconds(1)).is_ok());
        assert!(read(&keys, &token, expires_at).is_err());
    }

    #[test]
    fn the_claims_of_these_tests_are_good_ones() {
        let keys = keys();
        assert_eq!(read(&keys, &signed(&keys, &header(), &good_claims()), now()).unwrap(), "secret");
    }

    #[test]
    fn every_claim_is_required_and_checked() {
        let keys = keys();
        for claim in ["iss", "aud", "sub", "iat", "exp", "jti"] {
            let mut claims = good_claims();
            claims.as_object_mut().unwrap().remove(claim);
            assert!(read(&keys, &signed(&keys, &header(), &claims), now()).is_err(), "without {claim}");
        }
        for (claim, value) in
            [("iss", json!("other")), ("aud", json!("other")), ("exp", json!("never")), ("role", json!("admin"))]
        {
            let mut claims = good_claims();
            claims[claim] = value;
            assert!(read(&keys, &signed(&keys, &header(), &claims), now()).is_err(), "other {claim}");
        }
    }

    #[test]
    fn other_headers_are_refused() {
        let keys = keys();
        let mut headers = vec![Header::new(Algorithm::HS256)];
        for typ in ["JWT", "tiendo-invitation+jwt"] {
            headers.push(Header { typ: Some(typ.to_owned()), ..header() });
        }
        headers.push(Header { kid: Some("../../dev/null".to_owned()), ..header() });
        headers.push(Header { jku: Some("https://example.test/keys".to_owned()), ..header() });
        headers.push(Header { x5u: Some("https://example.test/cert".to_owned()), ..header() });
        for header in headers {
            assert!(read(&keys, &signed(&keys, &header, &good_claims()), now()).is_err(), "{header:?}");
        }
    }

    #[test]
    fn forged_and_damaged_tokens_are_refused() {
        let keys = keys();
        let token = write(&keys, "secret", AccountId(7), now(), now() + TimeDelta::minutes(15)).unwrap();
        let (body, signature) = token.rsplit_once('.').unwrap();
        let (head, claims) = body.split_once('.').unwrap();
        // {"typ":"tiendo-api+jwt","alg":"none"} and the same with "HS512".
        let none = "eyJ0eXAiOiJ0aWVuZG8tYXBpK2p3dCIsImFsZyI6Im5vbmUifQ";
        let hs512 = "eyJ0eXAiOiJ0aWVuZG8tYXBpK2p3dCIsImFsZyI6IkhTNTEyIn0";
        let mut forged = vec![
            String::new(),
            "..".to_owned(),
            body.to_owned(),
            format!("{body}."),
            format!("{none}.{claims}."),
            format!("{none}.{claims}.{signature}"),
            format!("{hs512}.{claims}.{signature}"),
            format!("{head}.{claims}.{}", &signature[..signature.len() - 2]),
            format!("{token}.{token}"),
            "a".repeat(1 << 20),
        ];
        for position in 0..token.len() {
            let mut damaged = token.clone().into_bytes();
            damaged[position] = if damaged[position] == b'A' { b'B' } else { b'A' };
            forged.push(String::from_utf8(damaged).unwrap());
        }
        for token in forged {
            assert!(read(&keys, &token, now()).is_err(), "{}", token.chars().take(300).collect::<String>());
        }
        assert!(read(&self::keys(), &token, now()).is_err(), "signed with another key");
    }
}
