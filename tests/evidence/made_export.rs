//! Writes exports in the grammar of `Get-ADSyncServerConfiguration -Path`, as small or as wrong as
//! a test wants them.

use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};
use tempfile::TempDir;

pub const ENTRA: &str = "b891884f-051e-4a83-95af-2544101c9083";
pub const NORTH: &str = "11111111-aaaa-4bbb-8ccc-000000000001";
pub const SOUTH: &str = "22222222-aaaa-4bbb-8ccc-000000000002";

/// A connector to a forest with one or more partitions.
#[derive(Clone)]
pub struct Forest {
    pub id: &'static str,
    pub name: &'static str,
    /// What `password-hash-sync-config/enabled` says.
    pub passwords: &'static str,
    pub partitions: Vec<Partition>,
}

#[derive(Clone)]
pub struct Partition {
    pub dn: &'static str,
    pub fqdn: &'static str,
    pub selected: &'static str,
    pub is_domain: &'static str,
    pub failover: &'static str,
    pub included: &'static [&'static str],
    pub excluded: &'static [&'static str],
    /// More elements of the custom data, as they stand.
    pub custom: &'static str,
    /// More parameters, as they stand.
    pub parameters: &'static str,
}

pub fn partition(dn: &'static str, fqdn: &'static str) -> Partition {
    Partition {
        dn,
        fqdn,
        selected: "1",
        is_domain: "1",
        failover: "1",
        included: &[],
        excluded: &[],
        custom: "",
        parameters: "",
    }
}

pub fn north() -> Forest {
    let partitions = vec![partition("DC=north,DC=example", "north.example")];
    Forest { id: NORTH, name: "north.example", passwords: "1", partitions }
}

pub fn south() -> Forest {
    let partitions = vec![partition("DC=south,DC=example", "south.example")];
    Forest { id: SOUTH, name: "south.example", passwords: "0", partitions }
}

/// Names are in upper case and braces, as the sync engine writes them.
fn braced(id: &str) -> String {
    format!("{{{}}}", id.to_uppercase())
}

fn each(items: &[&str], element: &str) -> String {
    items.iter().fold(String::new(), |mut out, item| {
        let _ = write!(out, "<{element}>{item}</{element}>");
        out
    })
}

pub fn forest_xml(forest: &Forest) -> String {
    let partitions: String = forest.partitions.iter().map(partition_xml).collect();
    format!(
        r#"<ma-data>
  <format-version>1</format-version>
  <id>{id}</id>
  <name>{name}</name>
  <category>AD</category>
  <subtype />
  <version>7</version>
  <password-sync-allowed>1</password-sync-allowed><schema><dsml><directory-schema><attribute-type id="A0"><name>enabled</name></attribute-type></directory-schema></dsml></schema>
  <private-configuration><adma-configuration><forest-name>{name}</forest-name><forest-login-user>MSOL_{name}</forest-login-user>
  <password-hash-sync-config><enabled>{passwords}</enabled><target>{entra}</target></password-hash-sync-config>
  <parameter-values><parameter name="forest-login-user" type="string" use="connectivity" dataType="String">MSOL_{name}</parameter><parameter name="password" type="encrypted-string" use="connectivity" dataType="String" encrypted="1">S3cretBlob</parameter><parameter name="key" type="encrypted-string" use="connectivity" encrypted="1">S3cretBlob</parameter><parameter name="Forest.FQDN" type="string" use="global" dataType="String" intrinsic="1">{name}</parameter></parameter-values></adma-configuration></private-configuration>
  <attribute-inclusion><attribute>unicodePwd</attribute></attribute-inclusion>
  <ma-partition-data>{partitions}</ma-partition-data>
  <ma-run-data><run-configuration><id>{{dcbe479d-62c6-4d30-8300-2471ae6ca387}}</id><name>Full Import</name></run-configuration></ma-run-data>
  <password-sync><maximum-retry-count>10</maximum-retry-count></password-sync>
</ma-data>
"#,
        id = braced(forest.id),
        name = forest.name,
        passwords = forest.passwords,
        entra = braced(ENTRA),
    )
}

fn partition_xml(p: &Partition) -> String {
    let Partition { dn, fqdn, selected, is_domain, failover, custom, parameters, .. } = p;
    let (included, excluded) = (each(p.included, "inclusion"), each(p.excluded, "exclusion"));
    format!(
        r#"<partition><id>{{dc4c27db-d13d-460a-9a82-c48aba1ee815}}</id><name>{dn}</name><version>7</version><selected>{selected}</selected><display-name>{fqdn}</display-name>
  <filter><object-classes><object-class>group</object-class><object-class>user</object-class></object-classes><containers><exclusions>{excluded}</exclusions><inclusions>{included}</inclusions></containers></filter>
  <custom-data><adma-partition-data><dn>{dn}</dn><name>{fqdn}</name><is-domain>{is_domain}</is-domain><last-dc>DC01.{fqdn}</last-dc><dc-failover>{failover}</dc-failover>{custom}<cookie>S3cretBlob</cookie></adma-partition-data><water-mark>S3cretBlob</water-mark></custom-data>
  <parameter-values><parameter name="cookie" type="string" use="partition" dataType="String">S3cretBlob</parameter><parameter name="Domain.FQDN" type="string" use="partition" dataType="String" intrinsic="1">{fqdn}</parameter>{parameters}</parameter-values></partition>"#
    )
}

pub fn entra_xml() -> String {
    format!(
        r#"<ma-data>
  <id>{id}</id>
  <name>example.onmicrosoft.com - AAD</name>
  <category>Extensible2</category>
  <subtype>Windows Azure Active Directory (Microsoft)</subtype>
  <password-sync-allowed>1</password-sync-allowed>
  <private-configuration><MAConfig><parameter-values><parameter name="UserName" type="string" use="connectivity" dataType="String">Sync_SYNC01_0123@example.onmicrosoft.com</parameter><parameter name="Password" type="encrypted-string" use="connectivity" dataType="String" encrypted="1">S3cretBlob</parameter></parameter-values><aad-password-reset-config><enabled>1</enabled></aad-password-reset-config></MAConfig></private-configuration>
  <ma-partition-data><partition><id>{{2c25393a-36a8-495a-9f1a-7a9c03e6c1a1}}</id><name>default</name><selected>1</selected><filter><object-classes><object-class>user</object-class></object-classes><containers><exclusions /><inclusions><inclusion /></inclusions></containers></filter><custom-data><ecma-partition-data><dn>default</dn><name>default</name><is-domain>1</is-domain></ecma-partition-data></custom-data></partition></ma-partition-data>
</ma-data>
"#,
        id = braced(ENTRA)
    )
}

pub fn settings_xml(settings: &[(&str, &str)]) -> String {
    let parameters = settings.iter().fold(String::new(), |mut out, (name, value)| {
        let _ = writeln!(
            out,
            r#"    <parameter name="{name}" type="string" use="SynchronizationGlobal" dataType="String">{value}</parameter>"#
        );
        out
    });
    format!(
        "<saved-mv-configuration server='SYNC01' export-date='2026-11-20 09:12:00.500'>\n<!--WARNING>\n!! The contents of this file should not be edited.\n</WARNING-->\n<mv-data>\n <schema><dsml:dsml xmlns:dsml=\"http://www.dsml.org/DSML\"><dsml:class id=\"person\"/></dsml:dsml></schema>\n <password-sync />\n <parameter-values>\n{parameters}  </parameter-values>\n</mv-data>\n</saved-mv-configuration>\n"
    )
}

pub fn rule_xml(number: u8, name: &str, connector: &str, passwords: &str, criteria: &str) -> String {
    format!(
        r"<synchronizationRule>
  <id>{{00000000-0000-4000-8000-0000000000{number:02x}}}</id>
  <internal-id>{{00000000-0000-4000-8000-0000000000{number:02x}}}</internal-id>
  <version>1</version>
  <name>{name}</name>
  <direction>Inbound</direction>
  <disabled>False</disabled>
  <connector>{connector}</connector>
  <sourceObjectType>user</sourceObjectType>
  <targetObjectType>person</targetObjectType>
  <linkType>Join</linkType>
  <precedence>1{number:02}</precedence>
  <EnablePasswordSync>{passwords}</EnablePasswordSync>
  <attribute-mappings><mapping><dest>enabled</dest><expression>IIF(IsPresent([isCriticalSystemObject]) &amp;&amp; True, True, NULL)</expression></mapping></attribute-mappings>
  <synchronizationCriteria>{criteria}</synchronizationCriteria>
</synchronizationRule>
",
        connector = braced(connector)
    )
}

/// An export in a folder that goes with it.
pub struct Made {
    pub folder: TempDir,
}

impl Made {
    /// Two forests, both rules, all settings.
    pub fn new(forests: &[Forest], settings: &[(&str, &str)]) -> Made {
        let made = Made { folder: TempDir::new().unwrap() };
        made.put("GlobalSettings/MV.xml", settings_xml(settings));
        made.put(&connector_file(ENTRA), entra_xml());
        for (number, forest) in (1..).zip(forests) {
            made.put(&connector_file(forest.id), forest_xml(forest));
            let name = format!("In from AD - {}", forest.name);
            made.put(&rule_file(number), rule_xml(number, &name, forest.id, "true", ""));
        }
        made
    }

    pub fn two_forests() -> Made {
        Made::new(
            &[north(), south()],
            &[
                ("Microsoft.Synchronize.StagingMode", "False"),
                ("Microsoft.Synchronize.ServerConfigurationVersion", "2.5.79.0"),
            ],
        )
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn put(&self, file: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path().join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, content).unwrap();
        path
    }

    pub fn remove(&self, file: &str) {
        fs::remove_file(self.path().join(file)).unwrap();
    }
}

pub fn connector_file(id: &str) -> String {
    format!("Connectors/Connector_{{{id}}}.xml")
}

pub fn rule_file(number: u8) -> String {
    format!("SynchronizationRules/SynchronizationRule_{{00000000-0000-4000-8000-0000000000{number:02x}}}.xml")
}

/// Text as Windows PowerShell's `Out-File` writes it.
pub fn utf16(text: &str) -> Vec<u8> {
    let mut bytes = vec![0xff, 0xfe];
    bytes.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    bytes
}
