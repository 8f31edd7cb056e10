package dev.oneping.docs;

import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The shell blocks of a page as one bash script, which ends with a non-zero code after the number of the first block that
 * does not do what its fence says.
 */
record PageScript(String text, int blocks) {

    private static final Pattern BLOCK = Pattern.compile("(?ms)^```sh(| terminal| refused)\n(.*?)^```$");

    private static final String BEFORE = """
            set -eEuo pipefail
            headers=$(mktemp)
            curl() { command curl --fail-with-body --max-time 90 -D "$headers" "$@"; }
            trap 'echo; echo "FAILED in block $block"' ERR
            """;

    private static final String TERMINAL = """
            mkfifo in$block
            ( %s ) <in$block >out$block 2>&1 &
            exec {typed}>in$block
            tries=0
            until grep -qE '"type":"welcome"|^listening' out$block; do
              tries=$((tries + 1))
              if [ $tries -gt 900 ]; then cat out$block; false; fi
              sleep 0.2
            done
            cat out$block
            """;

    private static final String REFUSED = """
            if ( trap - ERR; %s ); then echo; echo "was not refused"; false; fi
            grep -qE '^HTTP/[0-9.]+ 4' "$headers"
            """;

    private static final String AFTER = """
            trap - ERR
            rm -f in* out*
            jobs -p | xargs -r kill 2>/dev/null || true
            """;

    static PageScript of(String page, URI service) {
        StringBuilder script = new StringBuilder(BEFORE);
        Matcher found = BLOCK.matcher(page);
        int blocks = 0;
        while (found.find()) {
            blocks++;
            String commands = found.group(2).replace("http://localhost:8080", service.toString());
            script.append("block=%d; echo; echo '--- block %d'\n".formatted(blocks, blocks));
            script.append(
                    switch (found.group(1)) {
                        case " terminal" -> TERMINAL.replace("%s", "exec " + commands.strip());
                        case " refused" -> REFUSED.replace("%s", commands.strip());
                        default -> commands;
                    });
        }
        return new PageScript(script.append(AFTER).toString(), blocks);
    }
}
