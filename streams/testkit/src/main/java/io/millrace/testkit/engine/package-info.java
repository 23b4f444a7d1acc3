/** A language model that says what a test tells it to. */
@NullMarked
package io.millrace.testkit.engine;

import org.jspecify.annotations.NullMarked;
