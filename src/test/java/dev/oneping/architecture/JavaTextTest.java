package dev.oneping.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.oneping.architecture.JavaText.Method;
import java.util.List;
import org.junit.jupiter.api.Test;

class JavaTextTest {

    private static final String TRICKY = """
            package a;

            @Annotation({"{", "}"})
            class Outer<T extends Comparable<T>> {
                private static final int[] NUMBERS = {1, 2};
                private final Runnable lambda = () -> {
                    run(); // }
                };

                static {
                    load('{');
                }

                /* void hidden() { */
                @Named(value = {"x"})
                public <A> void plain(List<A> list, @Nullable String s) throws IOException, @Odd Bad {
                    if (list.isEmpty()) {
                        throw new Bad();
                    }
                    var object = new Object() {
                        int inner() {
                            return 1;
                        }
                    };
                }

                String text() {
                    return \"\"\"
                        { not "code" \\\"""
                        \"\"\";
                }

                record Point(int x, int y) {
                    Point {
                        check(x);
                    }
                }

                enum Colour {
                    RED {
                        @Override
                        int code() {
                            return 1;
                        }
                    },
                    BLUE(2) {
                        @Override
                        int code() {
                            return 2;
                        }
                    };

                    Colour(int... unused) {}
                }
            }
            """;

    @Test
    void shouldMeasureEveryMethod() {
        assertEquals(
                List.of(
                        new Method("static", 10, 3),
                        new Method("inner", 21, 3),
                        new Method("plain", 16, 10),
                        new Method("text", 27, 5),
                        new Method("Point", 34, 3),
                        new Method("code", 42, 3),
                        new Method("code", 48, 3),
                        new Method("Colour", 53, 1)),
                new JavaText(TRICKY).methods());
    }

    @Test
    void shouldNameEveryType() {
        assertEquals(List.of("Outer", "Point", "Colour"), new JavaText(TRICKY).types());
    }

    @Test
    void shouldBlankOutWordsThatAreNotCode() {
        assertFalse(new JavaText("// Thread.sleep(1)\nString s = \"Thread.sleep(1)\";")
                .code()
                .contains("sleep"));
    }
}
