//! What setup leaves, and what to do next.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::{
    commands::account::view::AccountView,
    config::Settings,
    context::Context,
    domain::{address::Domain, list_name::ListName},
    text,
    texts::Language,
    ui::{Page, Report},
};

/// How the program is set up.
#[derive(Debug, Serialize)]
pub struct Ready {
    school: Option<String>,
    professional_domains: BTreeSet<Domain>,
    language: Option<Language>,
    /// The one in use.
    account: Option<AccountView>,
    lists: Vec<ListName>,
    changed: bool,
}

impl Ready {
    /// Takes down how the program is set up.
    pub fn new(settings: &Settings, lists: Vec<ListName>, changed: bool, cx: &Context) -> Self {
        let view = |account| AccountView::new(account, settings, cx.dirs());
        Self {
            school: settings.school.clone(),
            professional_domains: settings.professional_domains.clone(),
            language: settings.language,
            account: settings.default_account().map(view),
            lists,
            changed,
        }
    }
}

impl Report for Ready {
    fn print(&self, page: &mut Page) {
        let domains: Vec<_> = self
            .professional_domains
            .iter()
            .map(Domain::as_str)
            .collect();
        let language = self.language.map(Language::code).unwrap_or_default();
        let mut fields = vec![
            (
                text!("field-school"),
                self.school.clone().unwrap_or_default(),
            ),
            (text!("field-professional-domains"), domains.join(", ")),
            (text!("field-language"), language.to_owned()),
        ];
        if let Some(account) = &self.account {
            fields.push((text!("field-account"), account.address.to_string()));
            let server = format!("{} ({})", account.server, account.security);
            fields.push((text!("field-server"), server));
        }
        page.fields(&fields);
        page.blank();
        page.line(text!("setup-next"));
        if self.professional_domains.is_empty() {
            page.line(text!("setup-next-domain"));
        }
        if self.account.is_none() {
            page.line(text!("setup-next-account"));
        }
        match self.lists.as_slice() {
            [] => {
                page.line(text!("setup-next-import"));
                page.line(text!("setup-next-list"));
            }
            [list] => page.line(text!("setup-next-import-to", list = list)),
            _ => {}
        }
        page.line(text!("setup-next-doctor"));
    }
}
