//! The frame that the page's script draws the articles in.

use super::{Counted, missing};
use crate::report::Report;
use crate::report::chart::Number;
use crate::report::markup::Markup;

pub(in crate::report) fn write(page: &mut Markup, report: &Report) {
    let (listed, offered) = (report.listing.len(), report.listing.offered);
    if offered == 0 {
        return missing(page, "There is no article.");
    }
    if listed < offered {
        page.raw("<p class=\"aside\">Listed are the last ").text(Counted(listed, "record")).raw(" of ");
        page.text(Number(offered))
            .raw(" (more with <code>--articles</code>); everything else counts all.</p>\n");
    }
    page.raw("<noscript><p>The list is drawn by a script in this file, which your browser does not run.</p></noscript>\n");
    page.raw(
        "<div id=\"desk\">
<div id=\"list\">
<div class=\"search\">
<label>Search <input id=\"search\" type=\"search\" autocomplete=\"off\" spellcheck=\"false\"></label>
<label>Order <select id=\"order\">
<option value=\"last\">last first</option>
<option value=\"quotes\">most quotes</option>
<option value=\"long\">longest</option>
<option value=\"short\">shortest</option>
<option value=\"unsure\">least sure</option>
</select></label>
</div>
<p id=\"found\" class=\"aside\" role=\"status\"></p>
<ol id=\"articles-list\"></ol>
<p class=\"pages\"><button id=\"back\" type=\"button\">Back</button> <span id=\"which\" class=\"aside\"></span>
<button id=\"more\" type=\"button\">More</button></p>
<p class=\"aside keys\">Keys: <kbd>/</kbd> search, <kbd>j</kbd> and <kbd>k</kbd> next and previous article, <kbd>Esc</kbd> back to the list.</p>
</div>
<article id=\"reader\" hidden aria-live=\"off\"></article>
</div>
",
    );
}
