//! Everyone that an account is when a controller looks at a list: itself, its groups, and the crowds
//! that everyone who signed in belongs to.

use super::{
    Refusal,
    account::Account,
    acl::Sid,
    link::{Link, Reach, escaped, escaped_bytes},
};
use std::collections::BTreeSet;

/// Everyone; Network; Authenticated Users; This Organization.
fn crowds() -> [Sid; 4] {
    [Sid::well_known(1, &[0]), Sid::well_known(5, &[2]), Sid::well_known(5, &[11]), Sid::well_known(5, &[15])]
}

/// The rule of a filter that follows memberships through groups ([MS-ADTS] 3.1.1.3.4.4.3).
const CHAIN: &str = "1.2.840.113556.1.4.1941";

/// The token of an account. The controller computes it; where it keeps that to itself, memberships
/// are followed.
pub(super) fn token(link: &mut Link, context: &str, account: &Account) -> Result<BTreeSet<Sid>, Refusal> {
    let mut token: BTreeSet<Sid> = crowds().into_iter().chain(account.sid.clone()).collect();
    let computed = link.search(&account.dn, Reach::One, "(objectClass=*)", &["tokenGroups"], Vec::new());
    let groups: Vec<Sid> = computed
        .ok()
        .and_then(|mut found| found.pop())
        .map(|e| e.bytes("tokenGroups").iter().filter_map(|b| Sid::parse(b)).collect())
        .unwrap_or_default();
    if groups.is_empty() {
        token.extend(followed(link, context, account)?);
    } else {
        token.extend(groups);
    }
    token.extend(groups_of_crowds(link, context)?);
    Ok(token)
}

fn followed(link: &mut Link, context: &str, account: &Account) -> Result<Vec<Sid>, Refusal> {
    let mut out = above(link, context, &account.dn)?;
    // Nothing in the directory links an account to its primary group.
    if let Some(primary) = account.sid.as_ref().zip(account.primary_group).and_then(|(sid, n)| sid.sibling(n))
    {
        let filter = format!("(objectSid={})", escaped_bytes(&primary.bytes()));
        for group in link.all(context, &filter, &["objectSid"])? {
            out.extend(above(link, context, &group.dn)?);
        }
        out.push(primary);
    }
    Ok(out)
}

/// The groups that an object is in, directly or through others.
fn above(link: &mut Link, context: &str, dn: &str) -> Result<Vec<Sid>, Refusal> {
    let filter = format!("(member:{CHAIN}:={})", escaped(dn));
    let groups = link.all(context, &filter, &["objectSid"])?;
    Ok(groups.iter().filter_map(|g| Sid::parse(g.bytes("objectSid").first()?)).collect())
}

/// The groups that the crowds are in, such as Pre-Windows 2000 Compatible Access.
fn groups_of_crowds(link: &mut Link, context: &str) -> Result<Vec<Sid>, Refusal> {
    let ids: String = crowds().iter().map(|s| format!("(objectSid={})", escaped_bytes(&s.bytes()))).collect();
    let filter = format!("(&(objectClass=foreignSecurityPrincipal)(|{ids}))");
    let mut out = Vec::new();
    for crowd in link.all(context, &filter, &["objectSid"])? {
        out.extend(above(link, context, &crowd.dn)?);
    }
    Ok(out)
}
