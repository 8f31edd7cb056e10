package dev.oneping.demo;

/** The scenario of the demo, scene by scene. Every printed line is a real frame, call or event. */
final class Story {

    private final Stage stage;

    Story(Stage stage) {
        this.stage = stage;
    }

    /**
     * Runs the scenario.
     *
     * @throws StoryStopped at the first expected effect that does not happen in time
     */
    void tell() {
        try (SimulatedDevice phone = phoneAndLaptop()) {
            quietHours(phone);
            lowBattery(phone);
        }
    }

    /** Leaves the phone in Ann's hand and the laptop closed. */
    private SimulatedDevice phoneAndLaptop() {
        stage.scene("The laptop has Ann's attention, so it rings there");
        SimulatedDevice phone = stage.connect("phone", "android", DemoObservations.inPocket());
        try (SimulatedDevice laptop = stage.connect("laptop", "web", DemoObservations.inUse())) {
            Sent lunch = stage.notify("Lunch?", "normal");
            stage.gets(laptop, lunch);
            stage.acts(laptop, lunch);

            stage.scene("She locks the laptop while it rings, so it moves to the phone");
            Sent call = stage.notify("The printer is on fire", "high", "urgent");
            stage.gets(laptop, call);
            stage.reports(laptop, DemoObservations.justLocked());
            stage.loses(laptop, call);
            stage.gets(phone, call);
            stage.reports(phone, DemoObservations.inUse());
            stage.acts(phone, call);
            stage.leaves(laptop);
        }
        return phone;
    }

    private void quietHours(SimulatedDevice phone) {
        stage.scene("In quiet hours the unimportant waits, the critical does not");
        stage.quietHoursBegin();
        Sent newsletter = stage.notify("Your weekly summary", "normal");
        Sent alarm = stage.notify("Smoke in the server room", "critical");
        stage.gets(phone, alarm);
        stage.acts(phone, alarm);
        stage.quietHoursEnd();
        stage.gets(phone, newsletter);
        stage.acts(phone, newsletter);
    }

    private void lowBattery(SimulatedDevice phone) {
        stage.scene("A dying phone is not bothered with what can wait");
        stage.reports(phone, DemoObservations.inUse().withBattery(9, false));
        Sent badge = stage.notify("You earned a badge", "low");
        stage.reports(phone, DemoObservations.inUse().withBattery(9, true));
        stage.gets(phone, badge);
        stage.acts(phone, badge);
    }
}
