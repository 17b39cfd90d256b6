/// What customers write in social networks: a text that fits the sentiment and names nobody.
struct MentionWriter: Sendable {
    private static let networks = ["instagram", "x", "tiktok", "facebook", "reddit"]
    private static let good = [
        "Parcel came a day early", "Really happy with the quality", "Friendly answer from the team",
        "Fits as described", "Third order and still pleased", "Nicely packed, nothing to add",
    ]
    private static let plain = [
        "Ordered something new today", "Waiting for the parcel", "Has anyone tried the new colours",
        "Comparing prices this week", "Back in the shop after a while", "Still deciding on the size",
    ]
    private static let bad = [
        "The parcel arrived late again", "Seam came apart after a week", "No answer to my question so far",
        "Refund takes far too long", "Not what the picture showed", "That was my last order there",
    ]
    private static let endings = [".", ", thanks.", ", just so you know.", ", as expected by now.", ", in short."]

    /// A customer's usual mood in hundredths.
    static func drawMood(_ random: inout RandomStream) -> Int8 {
        Int8(min(90, max(-90, 35 + 35 * random.normal())))
    }

    /// The sentiment of one mention in hundredths, from -100 to 100; a parting one is nearly always negative.
    static func drawSentiment(mood: Int8, parting: Bool, _ random: inout RandomStream) -> Int {
        let mean = parting ? -75.0 : Double(mood)
        let deviation = parting ? 18.0 : 30.0
        return Int(min(100, max(-100, mean + deviation * random.normal())))
    }

    /// Whether a sentiment in hundredths counts as negative: below -0.5.
    static func isNegative(_ sentiment: Int) -> Bool { sentiment < -50 }

    static func writeProperties(
        sentiment: Int,
        handle: UInt64,
        into line: inout [UInt8],
        _ random: inout RandomStream
    ) {
        line.write("\"network\":\"")
        line.write(networks[random.below(networks.count)])
        line.write("\",\"author_handle\":\"@sim_")
        line.writeHex(handle)
        line.write("\",\"sentiment\":")
        line.writeHundredths(sentiment)
        line.write(",\"text\":\"")
        let texts = sentiment > 20 ? good : sentiment < -20 ? bad : plain
        line.write(texts[random.below(texts.count)])
        line.write(endings[random.below(endings.count)])
        line.write("\"}}")
    }
}
