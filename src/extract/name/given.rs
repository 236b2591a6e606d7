//! Given names: the plainest sign that capitalised words are a person's name rather than a menu's entry.

use std::sync::LazyLock;

use crate::extract::sought::WordSet;

/// The names that tell a man from a woman in quotes.
const TELLING: &str = include_str!("../../quotes/lexicon/given_names.txt");

/// Names both carry, names of more languages, short forms. Written for this program; no list was copied.
const MORE: &str = "\
    addison adrian aiden alan alana alba alberto aldo alejandra alejandro aleksandra alessandra alessandro alexis alfonso \
    ali alice alicia alina alisa alison allan allen allison alvaro alvin alyssa amanda amber amelia amina amir amit amy ana \
    anders andre andrea andreas andrei andrej andrés angel angela angelica angelina anita anja anjali ann anna annabel anne \
    annette annie anton antoine antonia antonella anya april archie ariana ariel arjun arnold arthur artur arun arvind ash \
    asha asher ashish ashley astrid aubrey audrey august aurora austin ava avery axel aya ayesha barbara barry bart \
    beatrice beatriz becky belinda bella ben benedict benoit bernadette beth bethany betsy betty bianca birgit bjorn björn \
    blair blake bogdan bonnie brad brady brandi brandy brenda brent brett brian briana brianna bridget brigitte britt \
    brittany brock brooke bruno bryce caitlin caleb calvin cameron camila camilla camille candace cara carina carla carmen \
    carol carole carolina caroline carolyn carrie carter casey cassandra cassidy cassie catherine cathy cecilia celeste \
    celia celine cesar chandra chantal charlene charlie charlotte chase chelsea cheryl chiara chloe christa christian \
    christiane christina christine christof christoffer christoph christophe cindy claire clara clare clark claude claudia \
    clay clement cliff clifford clint clive cody colin colleen connor conor conrad constance cora cory courtney cristian \
    cristiano cristina crystal curtis cynthia daisy dale dalia damian damien damon dana daniela daniele danielle danny daria \
    dariusz darren darrell daryl dawn dean deborah debra debbie deepak deirdre delia denis denise desmond devin devon diana \
    diane diego dieter dimitri dina dirk dolores dominic dominik dominique donna dora doreen doris dorota dorothy drew duncan \
    dustin dylan earl eddie edgar edith eduardo edwin eileen elaine eleanor elena eli elias elif elijah elisa elisabeth \
    elise eliza elizabeth ella ellen elliot elliott ellis elsa emil emile emilia emilie emilio emily emma emmett enrico eric \
    erica erich erika erin ernst esra esteban estelle esther ethan eva evan eve evelyn ewa fabian fabio faith fatima federico \
    felicia felipe felix ferdinand fernanda fernando filip fiona flavia florence florian frances francesca francesco \
    francis francisco francois françois franck frank frankie franz fred frederic frederick frederik fredrik freya friedrich \
    gabriel gabriela gabriele gabriella gail gareth garrett gary gavin gemma gene genevieve geoff geoffrey george georgia \
    georgina gerald gerard gerhard gerry gianluca gianni gilbert gilles gina giorgia giorgio giovanna giovanni giulia giulio \
    giuseppe gladys glen glenn gloria gordon grace gracie graham grant greg gregg gregory greta guido guillaume guillermo \
    gunnar gustav gustavo guy gwen hailey hal hana hanna hannah hans harald harold harper harriet harrison harry harvey \
    hassan hayley hazel heath heather hector heidi heike helen helena helene helga henning henri henrik henry herbert \
    hilary holly hope howard hubert hugh hugo ian ibrahim ida ignacio igor ilaria ilse imran ines inga ingrid irene irina iris \
    isaac isabel isabella isabelle isaiah ivan ivana jack jackie jackson jacob jacqueline jacques jade jaime jake jakob jakub \
    jamal james jamie jan jana jane janet janice janine jared jasmin jasmine jason jasper javier jay jayne jean jeanette \
    jeanne jeff jeffrey jen jenna jennifer jenny jens jeremy jerome jerry jess jesse jessica jessie jesus jill jillian jim \
    jimmy jo joachim joan joana joann joanna joanne joao joão joaquin jochen jody joe joel joerg jörg johan johanna johannes \
    john johnny jon jonah jonas jonathan jordan jordi jorge jose josé josef joseph josephine josh joshua joy joyce juan juana \
    juanita judith judy julia julian juliana julie julien juliet juliette julio julius june jürgen justin justine jutta \
    kaitlin karen karim karin karina karl karla karolina kasia kat kate katarina katarzyna kate katelyn katharina katherine \
    kathleen kathryn kathy katie katja katrin katrina kay kayla keith kelley kelly kelsey ken kendall kendra kenneth kenny \
    kent kerry kevin khaled kiera kieran kim kimberly kirk kirsten kirsty kit kolja konrad kris krista kristen kristian \
    kristin kristina kristine kristof krystal krystyna kurt kyle kylie lana lance lara larry lars laszlo laura lauren laurence \
    laurent laurie lea leah leanne lee leigh lena lenny leo leon leonard leonardo leonie leslie lester levi lewis liam lidia \
    lila lilian lillian lily lina linda lindsay lindsey lisa liz liza lloyd logan lois lola lora loren lorena lorenzo loretta \
    lori lorraine lou louis louisa louise luc luca lucas lucia luciana lucie lucinda lucy ludwig luis luisa luiz lukas lukasz \
    luke luna lydia lynda lynn mabel mackenzie maddie madeleine madeline madison mae magda magdalena maggie magnus mahmoud maja \
    malcolm malin mandy manfred manuel manuela mara marc marcel marcela marcello marcin marco marcos marcus mareike margaret \
    margarita margot maria mariah mariam marian mariana marianne marie marilyn marina mario marion marisa marissa marit marius \
    mark marlene marsha marta martha martin martina marvin mary maryam mason massimo mateo mateusz mathias mathieu mathilde \
    matilda matt matteo matthew matthias matthieu maureen maurice mauricio mauro max maxim maxime maximilian may maya megan \
    meghan mehmet mel melanie melinda melissa mercedes meredith mia micah michael michaela michal michel michela michele \
    micheline michelle miguel mihai mika mikael mike mikhail mila milan mila mina mira miranda miriam mitch mitchell mohamed \
    mohammad mohammed moira mollie molly mona monica monika monique morgan moritz morten muhammad muriel mustafa myriam nadia \
    nadine naomi natalia natalie natasha nate nathalie nathan nathaniel neil nell nelly nelson nia nick nico nicola nicolas \
    nicole nicoletta nigel niels nik nikita nikki niklas nikola nikolai nikolaus nils nina noa noah noel noelle noemi nolan nora \
    norma norman norbert olaf oleg olga oliver olivia olivier omar oscar oskar otto owen pablo paige pam pamela paola paolo \
    parker pascal pascale pat patricia patrick patrizia patti patty paul paula paulina pauline paulo pavel pawel pedro peggy \
    penelope penny per pete peter petra phil philip philipp philippa philippe phoebe phyllis pia pierre piers piotr polly \
    priya quentin quinn rachael rachel rafael rahul raj rajesh ralf ralph ramon ramona randall randy raphael raquel raul ravi \
    ray raymond rebecca reece reed reese regina reid reinhard rena renata rene rené renee reuben rex rhonda ricardo riccardo \
    richard rick ricky riley rita rob robbie robert roberta roberto robin robyn rocco rod roderick rodney rodrigo roger rohan \
    roland rolf roman ron ronald ronan ronnie rory rosa rosalie rosalind rose rosemary rosie ross rowan roy ruben rudolf rudy \
    rui rupert russ russell rüdiger ruth ryan sabine sabrina sadie sahar sally salma salvatore sam samantha samir samuel sandra \
    sandy sanjay sara sarah sasha saskia scott sean sebastian sebastien serena serge sergei sergey sergio seth shane shannon \
    sharon shaun shawn sheila shelby shelley sherri sherry shirley sid sidney siegfried sierra silke silvia simon simona simone \
    skye sofia sofie sonia sonja sophia sophie spencer stacey stacy stan stanley stefan stefania stefanie stefano steffen \
    steffi stella stephan stephanie stephen steve steven stewart stuart sue sunil susan susana susanna susanne susie suzanne \
    suzi sven svetlana sydney sylvain sylvia sylvie tabitha tamara tammy tania tanja tanya tara tatiana taylor ted teresa terry \
    tess tessa thea theo theodore theresa therese thibault thierry thilo thomas thorsten tiffany till tim timo timothy tina \
    tobias toby todd tom tomas tomasz tommaso tommy toni tony torsten tracey traci tracy travis trent trevor tricia trish \
    tristan troy tyler udo ulf uli ulla ulrich ulrike umberto ursula ute uwe val valentin valentina valeria valerie vanessa \
    vera verena veronica victor victoria viktor viktoria vikram vince vincent vincenzo viola violet virginia vivian viviane \
    vladimir volker wade walter wanda warren wayne wendy werner wes wesley whitney wilhelm will willem william willow wolfgang \
    xavier yannick yasmin yasmine yolanda yusuf yves yvette yvonne zac zach zachary zack zara zoe zoë";

static GIVEN: LazyLock<WordSet> = LazyLock::new(|| {
    let lines = TELLING.lines().filter(|line| !line.starts_with('#'));
    let telling =
        lines.filter_map(|line| line.split_once(':')).flat_map(|(_, names)| names.split_whitespace());
    WordSet::of(telling.chain(MORE.split_whitespace()))
});

/// Whether the first word of a name is a common given name, alone or joined by a hyphen.
pub fn begins_with_given(name: &str) -> bool {
    let lower = name.to_lowercase();
    let first = lower.split_whitespace().find(|word| !word.ends_with('.')).unwrap_or_default();
    GIVEN.contains(first) || first.split_once('-').is_some_and(|(first, _)| GIVEN.contains(first))
}
