import Journal
import Kafka
import Testing

@Suite struct ConfigurationTests {
    @Test func aPropertyThatDoesNotExistIsNamed() {
        let error = failure { () throws(KafkaError) in
            _ = try Consumer(ConsumerConfiguration(client: client("localhost:1", ["no.such.thing": "1"]), group: "g"))
        }
        #expect(error?.remedy == .fatal)
        #expect(error?.message.contains("no.such.thing") == true)
    }

    @Test func aRefusedValueIsExplained() {
        let error = failure { () throws(KafkaError) in
            _ = try Producer(ProducerConfiguration(client: client("localhost:1", ["linger.ms": "often"])))
        }
        #expect(error?.message.contains("linger.ms") == true)
    }

    @Test func aSecretIsNeverShown() {
        let secret = "hunter2"
        let error = failure { () throws(KafkaError) in
            _ = try Producer(
                ProducerConfiguration(client: client("localhost:1", ["ssl.keystore.password.x": secret]))
            )
        }
        #expect(error?.description.contains("ssl.keystore.password.x") == true)
        #expect(error?.description.contains(secret) == false)
        let refused = failure { () throws(KafkaError) in
            _ = try Producer(
                ProducerConfiguration(
                    client: client("localhost:1", ["security.protocol": "ssl", "ssl.key.pem": secret])
                )
            )
        }
        #expect(refused != nil)
        #expect(refused?.description.contains(secret) == false)
    }

    @Test func whatTheClientReliesOnCannotBeChanged() {
        let error = failure { () throws(KafkaError) in
            _ = try Consumer(
                ConsumerConfiguration(client: client("localhost:1", ["enable.auto.commit": "true"]), group: "g")
            )
        }
        #expect(error?.message.contains("enable.auto.commit") == true)
    }

    @Test(arguments: [
        (KafkaError.Code.producerFenced, KafkaError.Remedy.restart), (.fenced, .restart), (.fencedInstance, .restart),
        (.invalidProducerEpoch, .restart), (.timedOut, .retry), (.transport, .retry), (.allBrokersDown, .retry),
        (.notCoordinator, .retry), (.unknownTopicOrPartition, .fatal), (.invalidArgument, .fatal),
        (.illegalGeneration, .abort), (.wrongState, .fatal),
    ])
    func codesHaveRemedies(code: KafkaError.Code, remedy: KafkaError.Remedy) {
        #expect(code.remedy == remedy)
    }
}
