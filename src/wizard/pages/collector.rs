//! The script to carry to the server: where to write it, and how to run it there.

use crate::{
    evidence::connect_server::script,
    wizard::{Input, Model, Page},
};

pub(super) fn page(model: &Model) -> Page {
    let mut page = Page::titled("Collector script");
    page.para("A script for Windows PowerShell 5.1 that reads the Connect server and changes nothing.");
    page.blank();
    page.para("Run it on the server as administrator; the policy is set aside for this run only:");
    page.command(script::RUN_HERE);
    page.para("For one user as well, add: -User ada@contoso.com");
    page.blank();
    page.para("Or from here over PowerShell remoting, with the server's name in place of SERVER:");
    page.command(script::RUN_REMOTE);
    page.blank();
    page.para(
        "Then open evidence.jsonl here. Type the path for the script and press Enter; a folder will do.",
    );
    page.input = Some(Input { label: "Path".to_owned(), text: model.typed().to_owned() });
    page
}
