@NullMarked
package io.millrace.tokens.model;

import org.jspecify.annotations.NullMarked;
