import Formats
import Journal
import Retention
import Testing

@Suite struct SignalTests {
    private static func signal(_ values: [Signal.Field] = []) -> Signal {
        var effects = Effects(playbook: "shop")
        effects.begin(Subject(.customer, "4\"2"))
        effects.emit(
            SignalType(name: "churn_risk.raised", topic: .churnRisk),
            rule: "churn_risk",
            at: noon,
            occasion: .key(0, noon, ordinal: 0),
            cause: Cause(eventID: "e\n1", origin: place),
            values
        )
        return effects.signals[0]
    }

    private static let values: [Signal.Field] = {
        var sums = MoneyByCurrency()
        sums.add(money(-5, "USD"))
        sums.add(money(1_250, "EUR"))
        sums.add(money(1_250, "JPY"))
        sums.add(money(1_250, "KWD"))
        return [
            .init("orders", .count(-3)), .init("total", .money(money(1_205, "EUR"))),
            .init("last_order", .time(Timestamp(milliseconds: 0))), .init("silent_for", .span(.days(30))),
            .init("plain", .sentiment(sentiment(-750_000))), .init("fine", .sentiment(sentiment(123_456))),
            .init("network", .text("x\u{1}\\")), .init("revenue", .sums(sums)),
        ]
    }()

    private static func sentiment(_ millionths: Int64) -> Sentiment {
        guard let sentiment = Sentiment(millionths: millionths) else { preconditionFailure("out of range") }
        return sentiment
    }

    private static let data =
        #"{"orders":-3,"total":{"amount":"12.05","currency":"EUR"},"last_order":"1970-01-01T00:00:00.000Z","#
        + #""silent_for":"P30D","plain":-0.75,"fine":0.123456,"network":"x\u0001\\","#
        + #""revenue":[{"amount":"12.50","currency":"EUR"},{"amount":"1250","currency":"JPY"},"#
        + #"{"amount":"1.250","currency":"KWD"},{"amount":"-0.05","currency":"USD"}],"#
        + #""rule":"churn_risk","playbook":"shop","playbook_version":7,"#
        + #""cause":{"event":"e\n1","source":"raw","partition":3,"offset":77}}"#

    @Test func aSignalIsOneExactLineOfJson() {
        let signal = Self.signal(Self.values)
        var bytes: [UInt8] = []
        CloudEventSignals(playbook: "shop", version: 7).encodeLine(signal, to: &bytes)
        let expected =
            #"{"specversion":"1.0","id":"\#(signal.id)","source":"treue/shop","type":"churn_risk.raised","#
            + #""subject":"customer/4\"2","time":"2024-02-29T12:00:00.250Z","datacontenttype":"application/json","#
            + #""data":\#(Self.data)}"# + "\n"
        #expect(String(decoding: bytes, as: UTF8.self) == expected)
    }

    @Test func inBinaryModeTheAttributesAreHeadersAndTheDataIsTheValue() {
        let signal = Self.signal(Self.values)
        let coding = CloudEventSignals(playbook: "shop", version: 7)
        var bytes: [UInt8] = []
        coding.encode(signal, to: &bytes)
        #expect(String(decoding: bytes, as: UTF8.self) == Self.data)
        let headers = coding.headers(of: signal).map { "\($0.0)=\($0.1)" }
        #expect(
            headers == [
                "ce_specversion=1.0", "ce_id=\(signal.id)", "ce_source=treue/shop", "ce_type=churn_risk.raised",
                #"ce_subject=customer/4"2"#, "ce_time=2024-02-29T12:00:00.250Z", "content-type=application/json",
            ]
        )
    }

    @Test func theBytesHangOnNothingButTheSignal() {
        let coding = CloudEventSignals(playbook: "shop", version: 7)
        var first: [UInt8] = []
        coding.encode(Self.signal(Self.values), to: &first)
        var other: [UInt8] = [1]
        coding.encodeLine(Self.signal(), to: &other)
        #expect(other.first == 1)
        var again: [UInt8] = []
        coding.encode(Self.signal(Self.values), to: &again)
        #expect(first == again)
        var fresh: [UInt8] = []
        CloudEventSignals(playbook: "shop", version: 7).encode(Self.signal(Self.values), to: &fresh)
        #expect(first == fresh)
    }

    @Test func theIdOfADecisionIsTheSameOnEveryMachine() {
        #expect(Self.signal().id.description == "62b5cb9dbf8b1207125d09f932d151c5")
        #expect(Self.signal(Self.values).id == Self.signal().id)
    }

    @Test(
        arguments: [
            (0, "PT0S"), (1, "PT0.001S"), (1_000, "PT1S"), (1_050, "PT1.050S"), (60_000, "PT1M"), (3_600_000, "PT1H"),
            (3_661_500, "PT1H1M1.500S"), (86_400_000, "P1D"), (86_400_001, "P1DT0.001S"), (2_606_400_000, "P30DT4H"),
            (-90_000, "-PT1M30S"), (-86_400_000, "-P1D"), (.max, "P106751991167DT7H12M55.807S"),
            (.min, "-P106751991167DT7H12M55.808S"),
        ] as [(Int64, String)]
    )
    func aLengthOfTimeIsAnISO8601Duration(milliseconds: Int64, text: String) {
        #expect(TimeSpan(milliseconds: milliseconds).iso8601 == text)
    }
}
