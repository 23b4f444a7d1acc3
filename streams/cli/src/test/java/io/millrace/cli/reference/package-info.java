/** Generates {@code docs/reference} from the code and holds the committed pages to it. */
@NullMarked
package io.millrace.cli.reference;

import org.jspecify.annotations.NullMarked;
