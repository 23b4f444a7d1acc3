package io.millrace.cli.reference;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef;

/**
 * The public constants of the modules with what their Javadoc says, so that nobody keeps a list of them.
 *
 * @param home root of the checkout
 * @param classes all of the modules, without tests
 */
record Constants(Path home, JavaClasses classes) {

    private static final int MODULE_DEPTH = 2;

    /** One constant: its value and its Javadoc as one line of Markdown, empty where there is none. */
    record Constant<T>(T value, String comment) {}

    static Constants in(Path home) {
        return new Constants(
                home,
                new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("io.millrace"));
    }

    <T> List<Constant<T>> of(Class<T> type) {
        return classes.stream()
                .flatMap(owner -> owner.getFields().stream())
                .filter(field -> field.getRawType().isEquivalentTo(type))
                .filter(field -> field.getModifiers().contains(JavaModifier.STATIC))
                .map(JavaField::reflect)
                .filter(field -> Modifier.isPublic(field.getModifiers()))
                .map(field -> new Constant<>(valueOf(field, type), comment(field)))
                .toList();
    }

    /** Every set of settings: what static methods without arguments, or with the name of a pool, return. */
    List<ConfigDef> definitions(String pool) {
        return classes.stream()
                .flatMap(owner -> owner.getMethods().stream())
                .filter(method -> method.getModifiers().contains(JavaModifier.STATIC))
                .filter(method -> method.getRawReturnType().isEquivalentTo(ConfigDef.class))
                .map(JavaMethod::reflect)
                .filter(method -> !Modifier.isPrivate(method.getModifiers()))
                .filter(method -> List.of().equals(List.of(method.getParameterTypes()))
                        || List.of(String.class).equals(List.of(method.getParameterTypes())))
                .map(method -> definition(method, pool))
                .toList();
    }

    private static ConfigDef definition(Method method, String pool) {
        method.setAccessible(true);
        try {
            return (ConfigDef) (method.getParameterCount() == 0 ? method.invoke(null) : method.invoke(null, pool));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(method + " cannot be called", e);
        }
    }

    private static <T> T valueOf(Field field, Class<T> type) {
        try {
            return type.cast(field.get(null));
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(field + " cannot be read", e);
        }
    }

    private String comment(Field field) {
        var declaration = Pattern.compile(
                "/\\*\\*((?:(?!\\*/).)*)\\*/\\s+public static final [^=;]*\\b" + field.getName() + "\\s*=",
                Pattern.DOTALL);
        var found = declaration.matcher(source(field.getDeclaringClass()));
        return found.find() ? markdown(found.group(1)) : "";
    }

    private static String markdown(String javadoc) {
        return javadoc.replaceAll("(?m)^\\s*\\* ?", "")
                .replaceAll("\\s+", " ")
                .replaceAll("\\{@code ([^}]*)\\}", "`$1`")
                .replaceAll("\\{@link ([^}]*)\\}", "`$1`")
                .strip();
    }

    private String source(Class<?> owner) {
        var path = Path.of("src/main/java", owner.getName().replace('.', '/') + ".java");
        try (var directories = Files.walk(home, MODULE_DEPTH)) {
            var file = directories
                    .map(module -> module.resolve(path))
                    .filter(Files::exists)
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no module has " + path));
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the source of " + owner, e);
        }
    }
}
