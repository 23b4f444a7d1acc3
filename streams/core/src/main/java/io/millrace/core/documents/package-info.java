/** Payloads too large for an event: written as chunks on {@code tokens.documents}, read back and checked. */
@NullMarked
package io.millrace.core.documents;

import org.jspecify.annotations.NullMarked;
