@NullMarked
package io.millrace.core.settings;

import org.jspecify.annotations.NullMarked;
