//! Gives the Windows program its manifest and its version. Nothing is done for other systems.

use std::{env, error::Error};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=assets/windows/build.rs");
    println!("cargo:rerun-if-changed=assets/windows/manifest.xml");
    if env::var("CARGO_CFG_TARGET_OS")? != "windows" {
        return Ok(());
    }
    let mut resource = winresource::WindowsResource::new();
    resource
        .set_manifest_file("assets/windows/manifest.xml")
        .set("FileDescription", &env::var("CARGO_PKG_DESCRIPTION")?)
        .set("ProductName", "phs-doctor")
        .set("InternalName", "phs-doctor")
        .set("OriginalFilename", "phs-doctor.exe")
        .set("LegalCopyright", "MIT licence");
    // Only the program: tests are linked without it.
    resource.compile_for("phs-doctor")?;
    Ok(())
}
