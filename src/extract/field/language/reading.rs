//! What language a text reads like: by its script, or by its commonest small words.
//!
//! A few hundred characters are enough, and a few dozen lookups; so it says nothing where the evidence is thin or two
//! languages fit about as well.

use std::collections::HashMap;
use std::sync::LazyLock;

/// How many characters and words are looked at.
const CHARS: usize = 1500;
const WORDS: usize = 160;
/// Fewest small words that show a language, and how many times as many as of the next one.
const FEWEST: u32 = 8;
const LEAD: u32 = 2;
/// Fewest letters that show a script.
const LETTERS: usize = 40;

/// Small words of languages that share a script with others. Written for this program.
const SMALL_WORDS: &[(&str, &str)] = &[
    ("en", "the and of to that was for with is said his from by has this which were"),
    ("de", "der die und das den nicht von ist mit dem ein eine auf sich für auch wird sind bei"),
    ("fr", "le la les des et est une du pour dans que qui sur pas au ont cette avec par ses"),
    ("es", "el la los las que del y en una por con se para su como más ha sus pero este"),
    ("pt", "o os que do da em não uma para com dos das ao mais pela foi são pelo também ele"),
    ("it", "il di che la un per non una del della sono gli nel con più alla dei anche ha le"),
    ("ca", "els i les amb una per del que ha dels és aquest més també seva al han però són"),
    ("nl", "de het een van en dat niet zijn voor met op ook aan bij wordt naar heeft werd deze"),
    ("da", "og det at en til af er på ikke med som har den blev også efter sig hvor været"),
    ("no", "og det å en til av er på ikke med som har den ble også etter seg hvor vært"),
    ("sv", "och att det en som är på av för inte med till den har ett om också från var efter"),
    ("is", "og að er sem það til við en ekki um hann með var frá fyrir þess verið hefur"),
    ("fi", "ja on ei että se oli myös hän mutta kun ovat sen mukaan joka olla tai kuin ole"),
    ("et", "ja on ei et see oli ka ta aga kui mis oma selle ning eesti mille seda ole"),
    ("lv", "un ir ar uz no kas par ka tika arī gan tā bija lai viņš bet pie tiek"),
    ("lt", "ir yra kad su iš tai į kaip bei apie buvo taip pat jo bet už metų po"),
    ("pl", "i w nie na się z do że jest to o jak po od był oraz przez dla tym jego"),
    ("cs", "a v se na je že to s z do o ve pro za by jako jsou byl podle také"),
    ("sk", "a v sa na je že to s z do o vo pre za by ako sú bol podľa tiež"),
    ("hu", "a az és hogy nem is egy volt meg már csak ez de el még mint szerint"),
    ("ro", "și de la în a cu pe care nu din să este pentru un o mai au fost că"),
    ("hr", "je i u na se da su za od koji kako što to s će nije bi iz ali"),
    ("sl", "je in v na se da za so pa ki z tudi kot po bi iz še ne pri"),
    ("sq", "e të në dhe që për me një nga është u si janë ka më ne pas"),
    ("tr", "ve bir bu için da de ile olarak olan daha çok kadar gibi sonra ise ancak en"),
    ("id", "yang dan di dengan untuk dari ini pada tidak dalam itu akan juga ke oleh tersebut"),
    ("vi", "và của là có được cho không người trong một các với những này khi đã ở tại"),
    ("ru", "и в не на что с по как это из к его но от также для был он за о"),
    ("uk", "і в не на що з та як це до його але від також для був він за про й"),
    ("bg", "и на в се да за от не са че с по е като ще му това които или"),
    ("sr", "је и у на се да су за од који као што то са ће није би из али"),
    ("az", "və bir bu ilə üçün olan də ki isə daha çox sonra görə etdi edib olub onun hər həm kimi"),
    ("cy", "yr yn mae ac wedi eu ond bod gan ddim gyda fel oedd ei hyn hefyd cael nid oes mewn"),
    ("gl", "unha máis tamén non dos das polo pola ao foi os do da na no as ten desde seu súa"),
    ("tl", "ang ng sa mga ay si ni hindi para ito niya siya nila may kung ko nang mula noong naman"),
    ("ar", "في من على إلى أن عن التي هذا مع كان الذي هذه ما لا بعد قال خلال بين كما لم"),
    ("fa", "در به از که این را با است برای آن یک خود تا کرد بر هم نیز شده شد"),
    ("ur", "کے میں کی ہے اور سے کا کو نے پر یہ کہ ہیں اس بھی کر تھا گیا نہیں ایک"),
    ("hi", "है के में की का और से को पर ने हैं यह था नहीं भी कि एक ही हो इस"),
    ("mr", "आहे आणि या हे होते नाही तर केली केले यांनी करून असे आहेत व ही तो ते मी होती झाली"),
    ("ne", "छ पनि यो भएको गरेको रहेको हुन भने तथा लागि र उनले गर थियो बताए को मा ले"),
    ("mk", "и на во се да за од не со што ќе е дека како тоа биде кои или"),
];

/// Codes whose texts are easily taken for one another; no disagreement is told between them.
const ALIKE: &[&[&str]] = &[
    &["no", "nb", "nn", "da"],
    &["hr", "sr", "bs", "sh", "me"],
    &["id", "ms"],
    &["cs", "sk"],
    &["fa", "ar", "ur", "ps", "ku", "ckb", "ug", "sd"],
    &["hi", "mr", "ne"],
    &["pt", "gl"],
    &["zh", "ja", "yue"],
    &["he", "iw", "yi"],
    &["fil", "tl", "ceb"],
    &["bg", "mk"],
    &["bn", "as"],
];

static CODES_OF: LazyLock<HashMap<&str, u64>> = LazyLock::new(|| {
    let mut codes: HashMap<&str, u64> = HashMap::new();
    for (at, (_, words)) in SMALL_WORDS.iter().enumerate() {
        for word in words.split(' ') {
            *codes.entry(word).or_default() |= 1 << at;
        }
    }
    codes
});

/// The code of the language a text reads like, if it plainly does.
pub fn of(text: &str) -> Option<&'static str> {
    let start: String = text.chars().take(CHARS).flat_map(char::to_lowercase).collect();
    let Some(code) = by_script(&start) else { return by_words(&start) };
    match by_words(&start) {
        // Of the languages of one script the words tell.
        Some(read) if agree(read, code) => Some(read),
        // Letters that Arabic has not: Persian, Urdu or another one.
        _ if code == "ar" && start.chars().filter(|c| "پچگکیژ".contains(*c)).count() >= FOREIGN => None,
        _ => Some(code),
    }
}

/// Whether a text in a declared language could be told from others: what the reader has no words for it can't confirm.
pub fn knows(tag: &str) -> bool {
    let scripts = SCRIPTS.iter().map(|(code, _)| *code);
    SMALL_WORDS.iter().map(|(code, _)| *code).chain(scripts).any(|code| agree(tag, code))
}

/// Fewest letters of other languages in a text in Arabic letters that show it to be none in Arabic.
const FOREIGN: usize = 5;

/// Whether a declared tag and a language read are the same or easily taken for one another.
pub fn agree(tag: &str, code: &str) -> bool {
    let declared = tag.split('-').next().unwrap_or(tag);
    declared == code || ALIKE.iter().any(|alike| alike.contains(&declared) && alike.contains(&code))
}

/// Scripts by the letters' ranges, and the language above all that is written in each.
const SCRIPTS: &[(&str, &[(char, char)])] = &[
    ("ja", &[('\u{3041}', '\u{30ff}')]),
    ("ko", &[('\u{ac00}', '\u{d7a3}')]),
    ("zh", &[('\u{4e00}', '\u{9fff}')]),
    ("el", &[('\u{370}', '\u{3ff}')]),
    ("he", &[('\u{5d0}', '\u{5ea}')]),
    ("ar", &[('\u{620}', '\u{6ff}')]),
    ("hi", &[('\u{900}', '\u{97f}')]),
    ("bn", &[('\u{980}', '\u{9ff}')]),
    ("ta", &[('\u{b80}', '\u{bff}')]),
    ("th", &[('\u{e01}', '\u{e4e}')]),
    ("ka", &[('\u{10a0}', '\u{10ff}')]),
    ("hy", &[('\u{531}', '\u{587}')]),
];

/// The language of a script that only one language, or one above all, is written in.
fn by_script(text: &str) -> Option<&'static str> {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let count = |ranges: &[(char, char)]| {
        text.chars().filter(|c| ranges.iter().any(|(from, to)| (from..=to).contains(&c))).count()
    };
    if text.is_ascii() || letters < LETTERS {
        return None;
    }
    // Japanese mixes its kana with the characters of Chinese, so a fifth of them tells.
    let found = SCRIPTS.iter().find(|(code, ranges)| {
        let share = if *code == "ja" { 5 } else { 2 };
        count(ranges) * share > letters
    });
    found.map(|(code, _)| *code)
}

fn by_words(text: &str) -> Option<&'static str> {
    let mut counts = [0_u32; 64];
    let words = text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    for codes in words.take(WORDS).filter_map(|word| CODES_OF.get(word)) {
        for (at, count) in counts.iter_mut().enumerate() {
            *count += u32::from(codes >> at & 1 == 1);
        }
    }
    let best = counts.iter().enumerate().rev().max_by_key(|(_, count)| **count)?;
    let code = SMALL_WORDS.get(best.0)?.0;
    let rivals = counts.iter().zip(SMALL_WORDS).filter(|(_, (other, _))| !agree(other, code));
    let next = rivals.map(|(count, _)| *count).max().unwrap_or_default();
    // Two languages that share most small words (Spanish and Catalan) lead one another by less.
    (*best.1 >= FEWEST && *best.1 * 2 >= next * LEAD + next).then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A sentence or two in each language.
    const TEXTS: &[(&str, &str)] = &[
        (
            "en",
            "The harbour was opened on Monday, and the mayor said that it is the first of its kind in the region for a hundred years.",
        ),
        (
            "de",
            "Der Hafen ist am Montag eröffnet worden, und die Bürgermeisterin sagte, dass es sich nicht um den letzten handle; auch die Gäste sind mit dem Schiff gekommen.",
        ),
        (
            "fr",
            "Le port est ouvert depuis lundi et la maire a dit que les habitants ne sont pas au bout de leurs peines dans cette ville, avec une digue pour la protéger.",
        ),
        (
            "es",
            "El puerto se abrió el lunes y la alcaldesa dijo que los vecinos de la ciudad ya no tienen que esperar más por su barco, pero con una condición para las empresas.",
        ),
        (
            "pt",
            "O porto foi aberto na segunda-feira e a prefeita disse que os moradores da cidade não precisam mais esperar pelo barco, com uma condição para as empresas do setor.",
        ),
        (
            "nl",
            "De haven is op maandag geopend en de burgemeester zei dat het niet de laatste is van de stad; ook voor de gasten heeft een schip met muziek aan de kade gelegen.",
        ),
        (
            "sv",
            "Hamnen öppnades på måndagen och borgmästaren sa att det inte är den sista som staden har, för ett fartyg med gäster från norr kom också till kajen efter det.",
        ),
        (
            "pl",
            "Port został otwarty w poniedziałek i burmistrz powiedziała, że to nie jest ostatni, bo do miasta przypłynął po raz pierwszy statek z gośćmi, a o tym się nie mówi na co dzień.",
        ),
        (
            "tr",
            "Liman pazartesi günü açıldı ve belediye başkanı bu şehir için çok önemli bir gün olduğunu, daha sonra gelen bir gemi ile konukların da geldiğini söyledi; en az bir yıl gibi.",
        ),
        (
            "ru",
            "Порт открыли в понедельник, и мэр сказала, что это не последний в городе, но на корабле также прибыли гости из соседней страны, как и в прошлом году, за что он их поблагодарил.",
        ),
        (
            "uk",
            "Порт відкрили в понеділок, і мер сказала, що це не останній у місті, але на кораблі також прибули гості з сусідньої країни, як і торік, за що він їм подякував про це та інше.",
        ),
        ("el", "Το λιμάνι άνοιξε τη Δευτέρα και η δήμαρχος είπε ότι δεν είναι το τελευταίο της πόλης."),
        (
            "ja",
            "港は月曜日に開かれ、市長はこれが町で最後のものではないと述べた。船で客も到着した。記者会見で明らかにした。",
        ),
        (
            "zh",
            "港口于星期一开放，市长表示这不是本市最后一个港口，乘船而来的客人也在码头上受到欢迎，仪式持续了一个小时左右。",
        ),
        (
            "ko",
            "항구는 월요일에 문을 열었고 시장은 이것이 도시의 마지막 항구가 아니라고 말했다. 손님들도 배를 타고 부두에 도착했다고 전했다.",
        ),
        (
            "tl",
            "Binuksan ang bagong daungan noong Lunes at sinabi ng alkalde na hindi ito ang huli sa lungsod. Ayon sa kaniya, may mga panauhing dumating sakay ng barko, at masaya siya para sa kanila. Ang mga mamamayan ay nagpasalamat din sa pamahalaan.",
        ),
        (
            "az",
            "Liman bazar ertəsi açıldı və bələdiyyə sədri dedi ki, bu, şəhər üçün çox vacib bir gündür. Onun sözlərinə görə, daha sonra gəmi ilə qonaqlar da gəlib və hər kəs üçün tədbir təşkil olunub.",
        ),
        (
            "cy",
            "Mae'r harbwr wedi agor yn y ddinas ac mae'r maer wedi dweud bod y gwaith yn bwysig. Roedd hi hefyd yn dweud nad oes mwy o oedi, ond bod gan y bobl eu barn, gyda llawer yn hapus fel hyn yn yr haul.",
        ),
        (
            "gl",
            "O porto abriuse o luns e a alcaldesa dixo que non é o último da cidade, pero tamén que hai unha condición máis para os barcos. As obras foron pagadas polo concello e pola Xunta, e no porto o público foi feliz ao velos.",
        ),
        (
            "fa",
            "بندر روز دوشنبه افتتاح شد و شهردار گفت که این آخرین بندر شهر نیست. او از مهمانان که با کشتی به شهر آمده بودند تشکر کرد و برای آن یک جشن در اسکله برگزار شد.",
        ),
        (
            "ur",
            "بندرگاہ پیر کو کھول دی گئی اور میئر نے کہا کہ یہ شہر کی آخری بندرگاہ نہیں ہے۔ مہمان بھی جہاز سے آئے اور ان کے لیے ایک تقریب میں شہر کے لوگوں نے شرکت کی۔",
        ),
        (
            "ar",
            "افتتح الميناء يوم الاثنين وقالت رئيسة البلدية إن هذا ليس آخر ميناء في المدينة، ووصل الضيوف على متن سفينة من المدينة المجاورة إلى الرصيف مع عائلاتهم.",
        ),
        (
            "mr",
            "बंदर सोमवारी खुले झाले आणि महापौर म्हणाल्या की हे शहरातील शेवटचे नाही. पाहुणे जहाजाने आले आहेत आणि त्यांचे स्वागत करून असे सांगितले की या कामाला वेळ लागला आहे, तर नागरिक आनंदी होते आणि ते आभारी आहेत.",
        ),
        (
            "hi",
            "बंदरगाह सोमवार को खोला गया और महापौर ने कहा कि यह शहर का आखिरी नहीं है। मेहमान भी जहाज से आए और शहर के लोगों ने उनका स्वागत किया, जो एक घंटे तक चला था।",
        ),
    ];

    #[test]
    fn tells_languages_apart() {
        for (code, text) in TEXTS {
            assert_eq!(of(text), Some(*code), "{text}");
        }
    }

    #[test]
    fn says_nothing_without_evidence() {
        for text in [
            "",
            "Harbour opens",
            "1 2 3 4 5 6 7 8 9",
            "Lorem ipsum dolor sit amet",
            "Ok ok ok ok ok ok ok ok ok",
        ] {
            assert_eq!(of(text), None, "{text}");
        }
    }

    #[test]
    fn neighbours_do_not_disagree() {
        assert!(agree("nb-NO", "da") && agree("zh-Hant", "zh") && agree("de-AT", "de"));
        assert!(!agree("en-US", "de"));
    }
}
