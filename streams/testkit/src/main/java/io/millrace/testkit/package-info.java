/** Fixtures for tests against a real broker and registry. */
@NullMarked
package io.millrace.testkit;

import org.jspecify.annotations.NullMarked;
