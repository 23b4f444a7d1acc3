@NullMarked
package io.millrace.load.headline.real;

import org.jspecify.annotations.NullMarked;
