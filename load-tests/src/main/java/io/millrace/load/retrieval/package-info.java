/** How well retrieval finds evidence and how far its verdicts can be trusted, on claims with known evidence. */
@NullMarked
package io.millrace.load.retrieval;

import org.jspecify.annotations.NullMarked;
