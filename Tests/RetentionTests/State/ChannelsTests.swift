import Retention
import TestKit
import Testing

@Suite struct ChannelsTests {
    private static func subscribed(_ name: String, at time: Timestamp) -> Fact {
        Fact(.channelSubscribed(Channel(channel: name)), at: time)
    }

    private static func unsubscribed(_ name: String, at time: Timestamp) -> Fact {
        Fact(.channelUnsubscribed(Channel(channel: name)), at: time)
    }

    private static func engaged(_ name: String, at time: Timestamp) -> Fact {
        Fact(.channelEngaged(Channel(channel: name)), at: time)
    }

    @Test func `given events that open channels, then those are open, by their names`() {
        let channels = Relations.given(
            Self.subscribed("sms", at: start),
            Fact(.pushEnabled(Channel()), at: start + .days(1)),
            Fact(.appInstalled(Channel(channel: "ios")), at: start),
            Fact(.socialFollowed(SocialTouch(network: "instagram")), at: start),
            Fact(.socialFollowed(SocialTouch()), at: start),
            Self.subscribed("email", at: start)
        ).channels
        #expect(channels.names == ["app", "email", "push", "sms", "social", "social:instagram"])
        #expect(channels.has("push") && channels["push"]?.since == start + .days(1) && !channels.has("whatsapp"))
    }

    @Test func `given events that close channels, then those are not open`() {
        let later = start + .days(1)
        let channels = Relations.given(
            Self.subscribed("sms", at: start),
            Fact(.pushEnabled(Channel()), at: start),
            Fact(.appInstalled(Channel()), at: start),
            Fact(.socialFollowed(SocialTouch(network: "instagram")), at: start),
            Self.unsubscribed("sms", at: later),
            Fact(.pushDisabled(Channel()), at: later),
            Fact(.appRemoved(Channel()), at: later),
            Fact(.socialUnfollowed(SocialTouch(network: "instagram")), at: later)
        ).channels
        #expect(channels.names.isEmpty && channels.known.count == 4 && channels["sms"]?.since == nil)
        #expect(channels["sms"]?.changed == later)
    }

    @Test func `given openings and closings, when they come in any order, then the latest decides`() {
        let facts = [
            Self.subscribed("sms", at: start), Self.unsubscribed("sms", at: start + .days(1)),
            Self.subscribed("sms", at: start + .days(2)),
        ]
        let open = Relations.inEveryOrder(facts)
        #expect(open.count == 1 && open.first?.channels["sms"]?.since == start + .days(2))
        let closed = Relations.inEveryOrder(facts + [Self.unsubscribed("sms", at: start + .days(3))])
        #expect(closed.count == 1 && closed.first?.channels.has("sms") == false)
    }

    @Test func `given an opening and a closing at one instant, then the channel is closed, in any order`() {
        let states = Relations.inEveryOrder([Self.subscribed("sms", at: start), Self.unsubscribed("sms", at: start)])
        #expect(states.count == 1 && states.first?.channels.has("sms") == false)
    }

    @Test func `given engagement, then it is counted, and the latest is known, without opening anything`() {
        let channels = Relations.given(
            Fact(.emailOpened(EmailTouch()), at: start + .days(2)),
            Fact(.emailLinkClicked(EmailTouch()), at: start + .days(1)),
            Self.engaged("whatsapp", at: start + .days(3))
        ).channels
        #expect(channels["email"]?.engagements == 2 && channels["email"]?.lastEngaged == start + .days(2))
        #expect(channels.lastEngaged == "whatsapp" && channels.names.isEmpty)
        #expect(channels.affinity == ["email", "whatsapp"])
        #expect(Relations().channels.lastEngaged == nil)
    }

    @Test func `given mails that bounce, then the latest is known`() {
        let states = Relations.inEveryOrder([
            Fact(.emailBounced(EmailTouch()), at: start), Fact(.emailBounced(EmailTouch()), at: start + .days(1)),
        ])
        #expect(states.count == 1 && states.first?.channels["email"]?.bounced == start + .days(1))
        #expect(states.first?.channels.affinity == [])
    }

    @Test func `the dearest channel has most engagement, closed ones have none, and names settle the rest`() {
        let channels = Relations.given(
            Self.subscribed("sms", at: start),
            Self.subscribed("push", at: start),
            Self.subscribed("app", at: start),
            Self.engaged("push", at: start),
            Self.engaged("messenger", at: start),
            Self.engaged("messenger", at: start),
            Self.subscribed("email", at: start),
            Self.engaged("email", at: start),
            Self.unsubscribed("email", at: start + .days(1))
        ).channels
        #expect(channels.affinity == ["messenger", "push", "app", "sms"])
        #expect(channels.lastEngaged == "email")
    }

    @Test func `given more channels than are kept, then the closed and then the longest silent are forgotten`() {
        let many = (10..<26).map { Self.subscribed("c\($0)", at: start + .hours($0)) }
        let closed = Relations(after: [Self.unsubscribed("a", at: start + .days(9))] + many).channels
        #expect(closed.names == (10..<26).map { "c\($0)" } && closed.known.count == 16)
        let open = Relations(after: many + [Self.subscribed("z", at: start + .days(9))]).channels
        #expect(open.names == (11..<26).map { "c\($0)" } + ["z"])
        let late = Relations(after: many + [Self.subscribed("z", at: start)]).channels
        #expect(late.names == (10..<26).map { "c\($0)" })
    }
}
