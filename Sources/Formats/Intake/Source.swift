import Retention

/// The settings of a topic or file as the readers use them: in one place, so that a record copies none of them.
final class Source: Sendable {
    let format: SourceSettings.Format
    let defaults: Defaults
    let limits: Limits
    let past: TimeSpan?
    let mappings: [RecordMapping]
    let rewriting: Rewriting
    let shopifyTopic: String?
    let fields: FieldSettings
    private let zone: LocalZone?

    init(_ settings: SourceSettings) {
        self.format = settings.format
        self.defaults = settings.defaults
        self.limits = settings.limits
        self.past = settings.past
        self.mappings = settings.mappings
        self.rewriting = settings.rewriting
        self.shopifyTopic = settings.shopifyTopic
        self.zone = settings.zone
        self.fields = FieldSettings(limits: settings.limits, zone: settings.zone)
    }
}
