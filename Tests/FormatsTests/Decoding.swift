import Formats
import Journal
import Retention
import Testing

let place = Origin(source: "raw", partition: 3, offset: 77)

func currency(_ code: String) -> Currency {
    guard let currency = Currency(code) else { preconditionFailure("\(code) is a currency") }
    return currency
}

func money(_ minor: Int64, _ code: String) -> Money { Money(minor: minor, currency(code)) }

func decoded(_ bytes: [UInt8], defaultCurrency: Currency? = nil) -> DecodedRecord {
    RawDecoder(currency: defaultCurrency).decode(line: bytes.span, at: place)
}

func decodedEvent(_ text: String, defaultCurrency: Currency? = nil) -> Event? {
    guard case .event(let event) = decoded(Array(text.utf8), defaultCurrency: defaultCurrency) else { return nil }
    return event
}

func rejection(_ bytes: [UInt8]) -> Rejection? {
    guard case .rejected(let rejection) = decoded(bytes) else { return nil }
    return rejection
}

func isIgnored(_ text: String) -> Bool {
    if case .ignored = decoded(Array(text.utf8)) { true } else { false }
}

/// A Segment `track` call.
func track(_ event: String, _ properties: String, user: String = #""userId":"u1""#, time: String? = nil) -> String {
    let time = time ?? #""timestamp":"2024-02-29T12:00:00.250Z""#
    return #"{"type":"track","event":"\#(event)","messageId":"m1",\#(user),\#(time),"properties":{\#(properties)}}"#
}

/// A CloudEvent of one of our types.
func cloudEvent(_ type: String, _ data: String, subject: String = "customer/u1") -> String {
    #"{"specversion":"1.0","id":"m1","source":"/shop","type":"\#(type)","subject":"\#(subject)","#
        + #""time":"2024-02-29T12:00:00.250Z","data":{\#(data)}}"#
}

// 2024-02-29T12:00:00.250Z
let noon = Timestamp(milliseconds: 1_709_208_000_250)
