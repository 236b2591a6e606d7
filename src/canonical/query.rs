//! Which parts of a URL say who followed it rather than where it leads.

/// Parameters that only tell where a reader came from. Compiled from the lists by which Firefox
/// (`privacy.query_stripping.strip_list`), Brave (`query_filter`) and `ClearURLs` strip links, less what some sites
/// use for content; and the parameters of Google Analytics, Matomo, AT Internet and `HubSpot` by their manuals.
/// Lower case; they are compared without case.
const TRACKING: &[&str] = &[
    // Click identifiers of advertising networks.
    "dclid",
    "epik",
    "fbclid",
    "gad_campaignid",
    "gad_source",
    "gbraid",
    "gclid",
    "gclsrc",
    "irclickid",
    "li_fat_id",
    "msclkid",
    "rb_clickid",
    "rdt_cid",
    "s_kwcid",
    "sccid",
    "scclid",
    "srsltid",
    "ttclid",
    "twclid",
    "unicorn_click_id",
    "wbraid",
    "yclid",
    "ymclid",
    "ysclid",
    // Sharing from social networks.
    "fb_action_ids",
    "fb_action_types",
    "fb_ref",
    "fb_source",
    "igsh",
    "igshid",
    // Newsletters and customer accounts.
    "__s",
    "_bhlid",
    "_ke",
    "bsft_clkid",
    "bsft_eid",
    "bsft_mid",
    "bsft_uid",
    "ck_subscriber_id",
    "elqtrack",
    "elqtrackid",
    "et_rid",
    "hsctatracking",
    "mc_cid",
    "mc_eid",
    "mkt_tok",
    "ml_subscriber",
    "ml_subscriber_hash",
    "oly_anon_id",
    "oly_enc_id",
    "sc_customer",
    "sc_eh",
    "sc_uid",
    "ss_email_id",
    "trk_contact",
    "trk_module",
    "trk_msg",
    "trk_sid",
    "vero_conv",
    "vero_id",
    "vgo_ee",
    "wickedid",
    // Web analytics. Of Matomo's older names each, since programmers call primary keys `pk_…`, too.
    "pk_campaign",
    "pk_cid",
    "pk_content",
    "pk_keyword",
    "pk_kwd",
    "pk_medium",
    "pk_source",
    "_ga",
    "_gl",
    "_openstat",
    "ga_campaign",
    "ga_content",
    "ga_medium",
    "ga_place",
    "ga_source",
    "ga_term",
    "s_cid",
    "wt_mc",
    "wt_zmc",
    "xtor",
    "at_bbc_team",
    "at_campaign",
    "at_campaign_type",
    "at_custom1",
    "at_custom2",
    "at_custom3",
    "at_custom4",
    "at_format",
    "at_link_id",
    "at_link_origin",
    "at_link_type",
    "at_medium",
    "at_ptr_name",
];

/// Families of such parameters: Google Analytics, Matomo and its older name, `HubSpot` and its advertisements.
const TRACKING_PREFIXES: &[&str] = &["utm_", "mtm_", "matomo_", "piwik_", "_hs", "__hs", "hsa_"];

/// Names of session identifiers, as the Internet Archive's wayback machine strips them (`StripSessionId`).
const SESSION: &[&str] = &["jsessionid", "phpsessid", "cfid", "cftoken"];

/// Beginnings of such names: Microsoft's ends in letters of its own.
const SESSION_PREFIX: &str = "aspsessionid";

/// Whether a `name=value` of the query leads nowhere else.
pub(super) fn is_idle(parameter: &str) -> bool {
    // Links escaped twice: "?a=1&amp;utm_source=rss".
    let parameter = parameter.strip_prefix("amp;").unwrap_or(parameter);
    let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
    let name = name.to_ascii_lowercase();
    TRACKING.contains(&name.as_str())
        || TRACKING_PREFIXES.iter().any(|prefix| name.starts_with(prefix))
        || is_session(&name)
        // A short `sid` is as often a story's number.
        || (name == "sid" && value.len() >= 32 && value.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// Whether a `;name=value` of a path segment is a session identifier.
pub(super) fn is_session_segment(parameter: &str) -> bool {
    let name = parameter.split('=').next().unwrap_or_default().to_ascii_lowercase();
    is_session(&name) || name == "sid"
}

fn is_session(name: &str) -> bool {
    SESSION.contains(&name) || name.starts_with(SESSION_PREFIX)
}
