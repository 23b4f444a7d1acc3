/** Documents as sentences: readers for text, Markdown, HTML and PDF, and the rules that find where a sentence ends. */
@NullMarked
package io.millrace.engines.text;

import org.jspecify.annotations.NullMarked;
