//! Ten short articles with awkward attribution, all invented: permanent cases.

use super::{indirect, quotes};

#[test]
fn the_father_speaks_the_son_relays() {
    let text = "Omar Haddad crossed the river at night. “Take the boat and do not look back,” Haddad said his mother told \
                him before dawn.";
    let found = super::read("en", text);
    assert_eq!(quotes("en", text), ["direct | his mother = ? | told | Take the boat and do not look back,"]);
    let relay = found.quotes[0].relayed_by.as_ref().unwrap();
    assert_eq!(relay.name.as_deref(), Some("Omar Haddad"));
}

#[test]
fn a_pronoun_means_whoever_spoke_last() {
    let text = "Mayor Linda Park opened the bridge. “It took nine years,” Park said. “We are proud of it.”\n\n“Nobody \
                believed in it,” she added.";
    assert_eq!(
        quotes("en", text),
        [
            "direct | Park = Linda Park | said | It took nine years,",
            "direct | Park = Linda Park | said | We are proud of it.",
            "direct | she = Linda Park | added | Nobody believed in it,",
        ]
    );
}

#[test]
fn two_people_of_one_name_are_not_confused() {
    let text = "Peter Novak and Clara Novak both ran for office. “I will not concede tonight,” Novak said.";
    assert_eq!(quotes("en", text), ["direct | Novak | said | I will not concede tonight,"]);
}

#[test]
fn scare_quotes_and_titles_are_nobodys() {
    let text = "The so-called “wellness hub” opened next to the cinema, which showed “Night Train” all week.";
    assert_eq!(quotes("en", text), ["nobody | - | - | wellness hub", "nobody | - | - | Night Train"]);
}

#[test]
fn the_announced_speaker_has_the_next_paragraph() {
    let text = "Asked about the leak, Colonel Ruth Osei said:\n\n“There is nothing in that tank that anybody needs to \
                fear.”";
    assert_eq!(
        quotes("en", text),
        [
            "direct | Colonel Ruth Osei = Ruth Osei | said | There is nothing in that tank that anybody needs to fear."
        ]
    );
}

#[test]
fn an_apposition_parts_speaker_and_cue() {
    let text =
        "“The ice is thin,” Tomas Berg, a guide who has crossed the lake for thirty years, said on Friday.";
    let found = super::read("en", text);
    // The mention is all the text says of him there; name and role tell its parts.
    assert_eq!(
        quotes("en", text),
        [
            "direct | Tomas Berg, a guide who has crossed the lake for thirty years = Tomas Berg | said | The ice is thin,"
        ]
    );
    let role = found.quotes[0].speaker.as_ref().unwrap().role.as_deref();
    assert_eq!(role, Some("a guide who has crossed the lake for thirty years"));
}

#[test]
fn a_group_speaks_as_a_group() {
    let text = "“We were never paid,” several former cooks told the court.";
    let found = super::read("en", text);
    assert_eq!(quotes("en", text), ["direct | several former cooks = ? | told | We were never paid,"]);
    assert_eq!(found.quotes[0].speaker.as_ref().unwrap().name, None);
}

#[test]
fn what_was_not_said_is_nobodys_statement() {
    let text = "Dana Cole did not say that the bank would close. The bank remains open.";
    assert_eq!(indirect("en", text), Vec::<String>::new());
}

#[test]
fn paraphrases_before_and_after_their_cue() {
    let text = "The road will open in May, engineer Paul Adeyemi said. He said the tolls would stay. According to the \
                ministry, repairs cost nothing.";
    assert_eq!(
        indirect("en", text),
        [
            "engineer Paul Adeyemi = Paul Adeyemi | said | The road will open in May",
            "He = Paul Adeyemi | said | the tolls would stay",
            "the ministry = ? | According to | repairs cost nothing",
        ]
    );
}

#[test]
fn a_question_and_its_asker() {
    let text = "“Who pays for all this?” asked Senator Maria Quist. “Not us!” Ben Adler shouted.";
    assert_eq!(
        quotes("en", text),
        [
            "direct | Senator Maria Quist = Maria Quist | asked | Who pays for all this?",
            "direct | Ben Adler | shouted | Not us!",
        ]
    );
}

#[test]
fn what_somebody_is_stands_in_the_role_not_in_the_name() {
    for (mention, name, role) in [
        ("Constable Roy Beale", "Roy Beale", "Constable"),
        ("Fire Chief Marisol Trent", "Marisol Trent", "Fire Chief"),
        ("Helmsman Joe Tarrant", "Joe Tarrant", "Helmsman"),
        ("San Jose Mayor Sam Pike", "Sam Pike", "San Jose Mayor"),
        ("Harbour Pilot Peter Novak", "Peter Novak", "Harbour Pilot"),
    ] {
        let found = super::read("en", &format!("“The road is closed,” {mention} said on Friday."));
        let speaker = found.quotes[0].speaker.as_ref().unwrap();
        assert_eq!(speaker.name.as_deref(), Some(name));
        assert_eq!(speaker.role.as_deref(), Some(role));
    }
}

#[test]
fn names_with_titles_inside_stay_whole() {
    for name in ["Mary Ellen Smith", "J. Edgar Moore", "Martin Luther King Jr.", "Camp Lake Company"] {
        let found = super::read("en", &format!("“The road is closed,” {name} said on Friday."));
        assert_eq!(found.quotes[0].speaker.as_ref().unwrap().name.as_deref(), Some(name));
    }
}

#[test]
fn nobody_is_no_name() {
    let found =
        super::read("en", "“The road is closed,” nobody said. Nobody said that the bridge was closed.");
    assert!(
        found
            .attributions
            .iter()
            .all(|said| said.speaker.as_ref().is_none_or(|speaker| speaker.name.is_none()))
    );
}

#[test]
fn a_paragraph_of_words_alone_goes_on_with_whoever_spoke() {
    let text = "Council leader Gwen Astley said that she had changed her mind after reading the report.\n\n“We were told in \
                March that the legs were corroded. That was wrong.\n\n“The rest can be mended for less.”";
    assert_eq!(
        quotes("en", text),
        [
            "direct | Council leader Gwen Astley = Gwen Astley | - | We were told in March that the legs were corroded. That \
             was wrong. … The rest can be mended for less."
        ]
    );
}

#[test]
fn a_pronoun_that_two_could_be_means_nobody_known() {
    let text = "“The pumps are new,” Quill Ansgar said.\n\nThe harbour belongs to Ilvi Ramsli since May.\n\n“It will pay for \
                itself,” she said.";
    assert_eq!(
        quotes("en", text),
        [
            "direct | Quill Ansgar | said | The pumps are new,",
            "direct | she = ? | said | It will pay for itself,",
        ]
    );
    let close = "“The pumps are new,” Quill Ansgar said. The harbour belongs to Ilvi Ramsli since May.\n\n“It will pay for \
                 itself,” she said.";
    assert_eq!(quotes("en", close)[1], "direct | she = ? | said | It will pay for itself,");
}
