@NullMarked
package io.millrace.load.headline.served;

import org.jspecify.annotations.NullMarked;
