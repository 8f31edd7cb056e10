package dev.oneping.rules.expression;

import dev.oneping.rules.fact.DeviceFacts;

/**
 * A condition that holds if its inner condition holds for any online device.
 *
 * @param condition the condition on one device
 */
public record AnyDevice(Condition condition) implements Condition {
    @Override
    public Truth test(EvaluationContext context) {
        Truth any = Truth.FALSE;
        for (DeviceFacts device : context.facts().devices()) {
            if (device.online() && any != Truth.TRUE) {
                any = any.or(condition.test(context.at(device)));
            }
        }
        return any;
    }
}
