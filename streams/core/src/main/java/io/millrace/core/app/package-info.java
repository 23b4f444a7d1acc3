@NullMarked
package io.millrace.core.app;

import org.jspecify.annotations.NullMarked;
