//! Month names and their abbreviations in the languages news is written in.

use std::collections::HashMap;
use std::sync::LazyLock;

/// The month (1 to 12) a lower-case word names, without a full stop at its end.
pub fn number(word: &str) -> Option<i8> {
    // Hebrew writes its "in" and the month as one word.
    let word = word.strip_prefix('ב').unwrap_or(word);
    MONTHS.get(word).copied()
}

/// Every name with its month, the first that has it.
static MONTHS: LazyLock<HashMap<&'static str, i8>> = LazyLock::new(|| {
    let mut months = HashMap::new();
    for (month, names) in NAMES {
        for name in names.split_ascii_whitespace() {
            months.entry(name).or_insert(*month);
        }
    }
    months
});

/// Nominative, and genitive or other forms used in dates. Where a word names different months in two languages
/// (Croatian and Czech `listopad`, Polish and Czech `květen`), the more widely read one is listed.
const NAMES: &[(i8, &str)] = &[
    // English, German, French, Spanish, Portuguese, Italian, Catalan, Dutch, Danish/Norwegian/Swedish, Finnish, Icelandic,
    (
        1,
        "january jan januar jänner janvier janv enero ene janeiro gennaio gen gener januari tammikuuta tammikuu janúar \
         ianuarie ian sausio sausis janvāris janvārī jaanuar januára január ledna leden stycznia styczeń sty siječnja \
         siječanj januarja јануар января январь янв січня січень януари ιανουαρίου ιανουάριος ιαν ocak oca يناير \
         ינואר जनवरी januári มกราคม ม.ค \
         janar xaneiro студзеня জানুয়ারি جنوری ژانویه جانفي јануари \
         januara јануара қаңтар ஜனவரி జనవరి ജനുവരി જાન્યુઆરી ਜਨਵਰੀ იანვარი იანვარს հունվարի yanvar urtarrilaren urtarrila كانون_الثاني",
    ),
    (
        2,
        "february feb febr februar feber février fevrier févr fevr febrero fevereiro fev febbraio febrer februari \
         helmikuuta helmikuu febrúar februarie vasario vasaris februāris februārī veebruar februára február února únor \
         lutego luty lut veljače veljača februarja фебруар февраля февраль фев лютого лютий февруари φεβρουαρίου \
         φεβρουάριος φεβ şubat şub فبراير פברואר फरवरी กุมภาพันธ์ ก.พ \
         shkurt febreiro pebrero лютага ফেব্রুয়ারি فروری فوریه شباط فيفري фебруари \
         februara фебруара ақпан பிப்ரவரி ఫిబ్రవరి ഫെബ്രുവരി ફેબ્રુઆરી თებერვალი փետրվարի fevral otsailaren otsaila",
    ),
    (
        3,
        "march mar märz maerz mär mrz mars marzo março marco març maart mrt marts maaliskuuta maaliskuu martie kovo kovas \
         marts märts marca marec březen března marzec ožujka ožujak марта март мар березня березень μαρτίου μάρτιος \
         μαρ mart مارس מרץ मार्च március márc มีนาคม มี.ค \
         maret mac machi marso сакавіка মার্চ مارچ آذار \
         marta наурыз மார்ச் మార్చి മാർച്ച് માર્ચ მარტი մարտի martxoaren martxoa",
    ),
    (
        4,
        "april apr avril avr abril abr aprile huhtikuuta huhtikuu apríl aprilie balandžio balandis aprīlis aprīlī \
         aprill apríla dubna duben kwietnia kwiecień kwi travnja travanj aprila апреля апрель апр квітня квітень април \
         απριλίου απρίλιος απρ nisan nis أبريل إبريل אפריל अप्रैल április ápr เมษายน เม.ย \
         aprili prill красавіка এপ্রিল اپریل آوریل نيسان أفريل \
         априла сәуір ஏப்ரல் ఏప్రిల్ ഏപ്രിൽ એપ્રિલ აპრილი ապրիլի aprel apirilaren apirila",
    ),
    (
        5,
        "may mai mayo maio maggio mag maig mei maj toukokuuta toukokuu maí gegužės gegužė maijs maijā mája máj května \
         květen maja svibnja svibanj мая май травня травень мај μαΐου μάιος μαι mayıs مايو מאי मई május พฤษภาคม พ.ค \
         траўня মে مئی أيار ماي \
         мамыр மே మే മേയ് મે მაისი մայիսի maiatzaren maiatza مه",
    ),
    (
        6,
        "june jun juni juin junio junho giugno giu juny kesäkuuta kesäkuu júní iunie iun birželio birželis jūnijs jūnijā \
         juuni júna jún června červen czerwca czerwiec cze lipnja lipanj junija июня июнь июн червня червень јун юни \
         ιουνίου ιούνιος ιουν haziran haz يونيو יוני जून június jún มิถุนายน มิ.ย \
         hunyo qershor xuño чэрвеня জুন جون ژوئن حزيران جوان јуни \
         маусым ஜூன் జూన్ ജൂൺ જૂન ივნისი հունիսի iyun ekainaren ekaina",
    ),
    (
        7,
        "july jul juli juillet juil julio julho luglio lug juliol heinäkuuta heinäkuu júlí iulie iul liepos liepa \
         jūlijs jūlijā juuli júla júl července červenec lipca lipiec lip srpnja srpanj julija июля июль июл липня липень \
         јул юли ιουλίου ιούλιος ιουλ temmuz tem يوليو יולי जुलाई július กรกฎาคม ก.ค \
         julai hulyo korrik xullo ліпеня জুলাই جولائی ژوئیه تموز جويلية јули \
         jula шілде ஜூலை జూలై ജൂലൈ જુલાઈ ივლისი հուլիսի iyul uztailaren uztaila",
    ),
    (
        8,
        "august aug août aout agosto ago agost augustus elokuuta elokuu ágúst rugpjūčio rugpjūtis augusts augustā \
         augusta srpna srpen sierpnia sierpień sie kolovoza kolovoz avgusta августа август авг серпня серпень \
         αυγούστου αύγουστος αυγ ağustos ağu أغسطس אוגוסט अगस्त augusztus augustu augusti สิงหาคม ส.ค \
         agustus ogos agosti gusht жніўня আগস্ট اگست اوت آب أوت \
         avgust avgusta августа тамыз ஆகஸ்ட் ఆగస్టు ఓగస్ట్ ഓഗസ്റ്റ് ઓગસ્ટ აგვისტო օգոստոսի abuztuaren abuztua agu اغسطس",
    ),
    (
        9,
        "september sept sep septembre septiembre setiembre setembro set settembre setembre syyskuuta syyskuu septembrie \
         rugsėjo rugsėjis septembris septembrī septembra září wrzesnia września wrzesień wrz rujna rujan сентября \
         сентябрь сен сент вересня вересень септембар септември σεπτεμβρίου σεπτέμβριος σεπ eylül eyl سبتمبر ספטמבר \
         सितंबर szeptember szept กันยายน ก.ย \
         septemba setyembre shtator верасня সেপ্টেম্বর ستمبر سپتامبر أيلول \
         septembar septembra септембра қыркүйек செப்டம்பர் సెప్టెంబర్ സെപ്റ്റംബർ સપ્ટેમ્બર სექტემბერი սեպտեմբերի sentyabr irailaren iraila सितम्बर",
    ),
    (
        10,
        "october oct oktober okt octobre octubre outubro out ottobre ott lokakuuta lokakuu október octombrie spalio \
          spalis oktobris oktobrī oktoober októbra října říjen października październik paź oktobra октября октябрь окт \
          жовтня жовтень октобар октомври οκτωβρίου οκτώβριος οκτ ekim eki أكتوبر אוקטובר अक्टूबर ตุลาคม ต.ค \
         oktoba oktubre tetor кастрычніка অক্টোবর اکتوبر اکتبر \
         oktobar oktobra октобра қазан அக்டோபர் అక్టోబర్ ഒക്ടോബർ ઓક્ટોબર ოქტომბერი հոկտեմբերի oktyabr urriaren urria اكتوبر تشرين_الأول تشرين_الاول",
    ),
    (
        11,
        "november nov novembre noviembre novembro marraskuuta marraskuu nóvember noiembrie noi lapkričio lapkritis \
          novembris novembrī novembra listopadu listopada listopad lis studenoga studeni ноября ноябрь ноя нояб \
          листопада листопад новембар ноември νοεμβρίου νοέμβριος νοε kasım kas نوفمبر נובמבר नवंबर พฤศจิกายน พ.ย \
         nopember novemba nobyembre nëntor лістапада নভেম্বর نومبر نوامبر \
         novembar novembra новембра қараша நவம்பர் నవంబర్ നവംബർ નવેમ્બર ნოემბერი նոյեմբերի noyabr azaroaren azaroa नवम्बर تشرين_الثاني",
    ),
    (
        12,
        "december dec dezember dez décembre decembre déc diciembre dic dezembro dicembre desembre joulukuuta joulukuu \
          desember des decembrie gruodžio gruodis decembris decembrī detsember decembra prosince prosinec grudnia \
          grudzień gru prosinca prosinac декабря декабрь дек грудня грудень децембар декември δεκεμβρίου δεκέμβριος δεκ \
          aralık ara ديسمبر דצמבר दिसंबर ธันวาคม ธ.ค \
         disember desemba disyembre dhjetor decembro снежня ডিসেম্বর دسمبر دسامبر \
         decembar decembra децембра желтоқсан டிசம்பர் డిసెంబర్ ഡിസംബർ ડિસેમ્બર დეკემბერი դեկտեմբերի dekabr abenduaren abendua كانون_الأول كانون_الاول",
    ),
];
