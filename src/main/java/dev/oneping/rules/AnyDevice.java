package dev.oneping.rules;

/**
 * Whether a condition holds of any device online.
 *
 * @param condition what is asked of each
 */
public record AnyDevice(Condition condition) implements Condition {
    @Override
    public Truth test(EvaluationContext situation) {
        Truth any = Truth.FALSE;
        for (DeviceFacts device : situation.facts().devices()) {
            if (device.online() && any != Truth.TRUE) {
                any = any.or(condition.test(situation.at(device)));
            }
        }
        return any;
    }
}
