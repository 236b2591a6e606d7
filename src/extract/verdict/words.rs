//! The words by which pages that are no articles say what they are. All lower case.

/// Words that the title of an error text begins with.
const ERRORS: &[&str] = &[
    "400 bad request",
    "403",
    "404",
    "410",
    "500",
    "502",
    "503",
    "access denied",
    "access to this page has been denied",
    "are you a robot",
    "attention required",
    "error 403",
    "error 404",
    "error 500",
    "forbidden",
    "just a moment",
    "nie znaleziono strony",
    "not found",
    "oops",
    "page cannot be found",
    "page introuvable",
    "page not available",
    "page not found",
    "page unavailable",
    "pagina non trovata",
    "pagina niet gevonden",
    "pagina nu a fost găsită",
    "página no encontrada",
    "página não encontrada",
    "robot check",
    "sayfa bulunamadı",
    "security check",
    "seite nicht gefunden",
    "service unavailable",
    "sidan hittades inte",
    "sidan kunde inte hittas",
    "siden ble ikke funnet",
    "siden blev ikke fundet",
    "sivua ei löytynyt",
    "something went wrong",
    "stránka nebyla nalezena",
    "stránka nenalezena",
    "strona nie istnieje",
    "temporarily unavailable",
    "the page you requested",
    "this page doesn't exist",
    "this page isn't available",
    "we can't find that page",
    "η σελίδα δεν βρέθηκε",
    "сторінку не знайдено",
    "страница не найдена",
    "страницата не е намерена",
    "הדף לא נמצא",
    "الصفحة غير موجودة",
    "ไม่พบหน้า",
    "ページが見つかりません",
    "页面不存在",
    "找不到頁面",
    "页面未找到",
    "페이지를 찾을 수 없습니다",
];

/// The parts of a title, which names the site and the page in either order.
pub fn parts(title: &str) -> impl Iterator<Item = &str> {
    title.split(['|', '–', '—', '·', '»', '•']).flat_map(|part| part.split(" - ")).map(str::trim)
}

/// The words by which a title's part says that the page is an error text: as a whole, not as the start of a longer word.
pub fn error(part: &str) -> Option<&'static str> {
    let begins = |known: &&&str| {
        part.strip_prefix(**known).is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric()))
    };
    ERRORS.iter().find(begins).copied()
}

/// Titles of questions about cookies.
const CONSENT: &[&str] = &[
    "before you continue",
    "bevor sie",
    "consent",
    "consentement",
    "consentimiento",
    "consenso",
    "cookie",
    "cookies",
    "datenschutz",
    "gdpr",
    "privacy",
    "toestemming",
    "votre vie privée",
    "we value your privacy",
    "your privacy",
    "zustimmung",
    "одна минута",
];

/// Whether a title asks for consent.
pub fn asks_for_consent(title: &str) -> bool {
    CONSENT.iter().any(|known| title.contains(known))
}

/// What questions about cookies speak of.
const CONSENT_TERMS: &[&str] = &[
    "cookie",
    "consent",
    "privacy",
    "partners",
    "personal data",
    "personalis",
    "personaliz",
    "einwilligung",
    "zustimm",
    "datenschutz",
    "personenbezogen",
    "consentement",
    "données",
    "partenaires",
    "consentimiento",
    "datos personales",
    "consenso",
    "dati personali",
    "toestemming",
    "samtycke",
    "zgod",
    "dane osobowe",
];

/// How many of them a text speaks of.
pub fn consent_words(text: &str) -> usize {
    let text = text.to_lowercase();
    CONSENT_TERMS.iter().filter(|term| text.contains(**term)).count()
}

/// Segments of addresses of forms to log in.
const LOGIN_PATHS: &[&str] = &[
    "anmelden",
    "account",
    "connexion",
    "iniciar-sesion",
    "inloggen",
    "join",
    "log-in",
    "login",
    "logga-in",
    "logowanie",
    "register",
    "registration",
    "sign-in",
    "sign-up",
    "signin",
    "signup",
    "sso",
    "subscribe",
    "wp-login.php",
];

/// Whether a segment of an address names such a form.
pub fn is_login_path(segment: &str) -> bool {
    LOGIN_PATHS.iter().any(|known| segment.eq_ignore_ascii_case(known))
}

/// Words of their titles.
const LOGIN_TITLES: &[&str] = &[
    "accedi",
    "anmelden",
    "connexion",
    "create an account",
    "create your account",
    "entrar",
    "giriş",
    "iniciar sesión",
    "inloggen",
    "log in",
    "log ind",
    "logga in",
    "login",
    "logg inn",
    "se connecter",
    "sign in",
    "sign up",
    "subscribe",
    "zaloguj",
    "вход",
    "войти",
    "登录",
    "ログイン",
    "로그인",
];

/// Whether a title asks to log in.
pub fn asks_to_log_in(title: &str) -> bool {
    parts(title).any(|part| LOGIN_TITLES.iter().any(|known| part.starts_with(known)))
}

/// Keys of a search's address.
pub fn is_search_key(key: &str) -> bool {
    ["q", "s", "query", "search", "keyword", "keywords", "suche", "buscar", "recherche", "text"]
        .contains(&key)
}

/// Segments of a search's address.
pub fn is_search_path(segment: &str) -> bool {
    let segment = segment.to_ascii_lowercase();
    [
        "search",
        "suche",
        "buscar",
        "busca",
        "recherche",
        "rechercher",
        "zoeken",
        "ricerca",
        "szukaj",
        "sok",
        "search.php",
    ]
    .contains(&segment.as_str())
}

/// Titles of answers to a search.
const SEARCH_TITLES: &[&str] = &[
    "ergebnisse für",
    "résultats de recherche",
    "résultats pour",
    "resultados de búsqueda",
    "resultados de la búsqueda",
    "resultados da pesquisa",
    "risultati della ricerca",
    "risultati ricerca",
    "results for",
    "search for",
    "search results",
    "searched for",
    "search:",
    "suche nach",
    "suchergebnis",
    "sökresultat",
    "wyniki wyszukiwania",
    "zoekresultaten",
    "результаты поиска",
    "検索結果",
    "搜索结果",
    "검색결과",
    "search",
];

/// Whether a title names a search.
pub fn names_a_search(title: &str) -> bool {
    let (word, phrases) = SEARCH_TITLES.split_last().unwrap_or((&"search", &[]));
    phrases.iter().any(|known| title.contains(known)) || parts(title).any(|part| part == *word)
}
