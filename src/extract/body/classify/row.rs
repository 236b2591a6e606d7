//! The features a block is judged by: their one list, which trainer and extractor share.

macro_rules! features {
    ($($(#[doc = $meaning:literal])+ $name:ident,)+) => {
        /// One block's features.
        #[derive(Clone, Copy, Debug, Default, PartialEq)]
        pub struct Row { $($(#[doc = $meaning])+ pub $name: f32,)+ }

        /// The features' names in the order of [`Row::values`]. A weights file names the ones it was trained with.
        pub const NAMES: &[&str] = &[$(stringify!($name)),+];

        impl Row {
            /// The features as numbers.
            pub fn values(&self) -> [f32; NAMES.len()] { [$(self.$name),+] }
        }
    };
}

features! {
    /// Words of the block.
    words,
    /// Share of its characters inside links.
    links,
    /// Whether it reads like a paragraph, see [`is_prose`](super::line::Line).
    prose,
    /// Whether it ends as sentences do: 2 with a full stop or the like, 1 with a colon.
    end,
    /// Commas for each word.
    commas,
    /// Share of digits among its characters.
    digits,
    /// Share of capitals among its characters.
    capitals,
    /// Characters for each word.
    word_length,
    /// Whether it holds quotation marks.
    quotes,
    /// Signs that part items of a line: `|`, `•`, `·`, `»`, `/`.
    separators,
    /// Whether it holds `@`, `©` or an address.
    address,
    /// Whether it begins with a small letter.
    starts_small,
    /// Line breaks inside it.
    breaks,
    /// How often its text stands on the page.
    repeats,
    /// What kind of block it is.
    kind,
    /// A heading's level or a list item's depth.
    level,
    /// Tag of the element it stands in.
    tag,
    /// Tag of that element's parent.
    parent_tag,
    /// Tag of the parent's parent.
    grandparent_tag,
    /// Whether it stands in a table's cell.
    in_cell,
    /// Whether it stands in a list.
    in_list,
    /// Whether the page says it is not shown.
    hidden,
    /// Steps up to an element whose tag or role is something beside the article.
    noise_steps,
    /// Steps up to an element that is named as the article's text.
    body_steps,
    /// Steps up to `<article>`.
    article_steps,
    /// Steps up to `<aside>`, `<nav>`, `<footer>`, `<dialog>` or `<menu>`.
    aside_steps,
    /// Steps up to `<header>`.
    header_steps,
    /// Steps up to `<form>`.
    form_steps,
    /// Steps up to `<figure>`.
    figure_steps,
    /// Steps up to `<main>`.
    main_steps,
    /// Steps up to a table.
    table_steps,
    /// Steps up to a container of comments.
    comments_steps,
    /// How deep its element lies.
    depth,
    /// The element's score, relative to the page's best.
    score_0,
    /// The parent's.
    score_1,
    /// The grandparent's.
    score_2,
    /// The third element up.
    score_3,
    /// The fourth.
    score_4,
    /// The best of all around it.
    score_most,
    /// Share of the page's paragraph words in the parent.
    prose_share_1,
    /// In the grandparent.
    prose_share_2,
    /// Three up.
    prose_share_3,
    /// Paragraphs in the element itself.
    prose_count_0,
    /// In the parent.
    prose_count_1,
    /// In the grandparent.
    prose_count_2,
    /// Three up.
    prose_count_3,
    /// Share of paragraph words among all words of the parent.
    prose_density_1,
    /// Of the grandparent.
    prose_density_2,
    /// Three up.
    prose_density_3,
    /// Share of the parent's characters inside links.
    links_1,
    /// Of the grandparent's.
    links_2,
    /// Three up.
    links_3,
    /// Four up.
    links_4,
    /// Share of the page's words in the element.
    share_0,
    /// In the parent.
    share_1,
    /// In the grandparent.
    share_2,
    /// Three up.
    share_3,
    /// Blocks in the parent.
    blocks_1,
    /// Blocks in the grandparent.
    blocks_2,
    /// Paragraph words that stand right in the parent, or in it as `<p>`, relative to the page's most.
    dense_1,
    /// The same for the grandparent.
    dense_2,
    /// Whether it lies inside the best container.
    in_best,
    /// Steps up to the first container that holds the best one.
    up_to_best,
    /// Steps from there down to the best.
    down_to_best,
    /// Whether it lies inside the container with most paragraphs right in it.
    in_densest,
    /// Steps up to the first container that holds the densest one.
    up_to_densest,
    /// Steps from there down to the densest.
    down_to_densest,
    /// Words of all blocks with the same tags above them.
    path_words,
    /// Their paragraph words' share of the page's.
    path_prose_share,
    /// Share of paragraph words among their words.
    path_prose_density,
    /// How many they are.
    path_blocks,
    /// Share of their characters inside links.
    path_links,
    /// Words of all blocks whose element and parent have the same tags and classes.
    class_words,
    /// Their paragraph words' share of the page's.
    class_prose_share,
    /// Share of paragraph words among their words.
    class_prose_density,
    /// How many they are.
    class_blocks,
    /// Share of their characters inside links.
    class_links,
    /// Share of the page's words before it.
    place,
    /// Words before it.
    words_before,
    /// Words after it.
    words_after,
    /// Words since the headline; negative before it, far below where there is none.
    since_headline,
    /// Words since the first paragraph of the best container.
    since_first,
    /// Words up to the last paragraph of the best container.
    to_last,
    /// Words since the paragraph before it.
    since_prose,
    /// Words to the paragraph after it.
    to_prose,
    /// Share of paragraph words among the words of the three blocks on either side.
    prose_near,
    /// Share of linked characters in the three blocks on either side.
    links_near,
    /// Words of the block before.
    words_prev,
    /// Words of the block after.
    words_next,
    /// Linked share of the block before.
    links_prev,
    /// Linked share of the block after.
    links_next,
    /// Whether the block before has the same tags above it.
    same_prev,
    /// Whether the block after has the same tags above it.
    same_next,
    /// How the block before ends.
    end_prev,
    /// What kind the block after is.
    kind_next,
    /// What kind the block before is.
    kind_prev,
    /// Share of the page's paragraph words inside the nearest `<article>`.
    article_share,
    /// Whether that one holds the headline: 2 yes, 1 no, 0 no `<article>`.
    article_headline,
    /// `<article>` elements of the page that hold paragraphs.
    articles,
    /// Share of its words that stand in the headline.
    in_headline,
    /// Share of its words that stand in the description.
    in_description,
    /// Share of the description's words it holds.
    is_description,
    /// Words of the page.
    page_words,
    /// Blocks of the page.
    page_blocks,
    /// Share of paragraph words on the page.
    page_prose,
    /// Linked share of the page.
    page_links,
    /// Share of the page's list items among the paragraphs and items in the best container.
    page_items,
    /// Lowest score of a class word on any element around it.
    class_low,
    /// Highest.
    class_high,
    /// Sum of the scores of the elements around it.
    class_sum,
    /// The same for the four nearest.
    class_near,
    /// Lowest of the four nearest.
    class_near_low,
    /// Score of the nearest element with a known word.
    class_nearest,
    /// Own-element score of its element.
    own_0,
    /// Of the parent.
    own_1,
    /// Of the grandparent.
    own_2,
    /// Lowest own-element score of the three.
    own_low,
    /// Mean score of its words, if it is short.
    word_mean,
    /// Sum.
    word_sum,
    /// Lowest.
    word_low,
    /// Highest.
    word_high,
    /// Score of its first word.
    word_first,
}
