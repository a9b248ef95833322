#include "tenancy/provider_sign_in.h"

#include <algorithm>
#include <utility>

#include "base/encoding.h"
#include "tenancy/environment.h"
#include "tenancy/group_following.h"
#include "tenancy/people_store.h"
#include "tenancy/person_store.h"
#include "tenancy/provider_word.h"

namespace armillary::tenancy {
namespace {

using metadata::Transaction;

constexpr std::size_t kMostCode = 4'096;

// What is written when somebody comes in.
struct Arrival {
  const Vouched& vouched;
  const std::string& issuer;
  std::vector<GroupPlace> places;  // At least one.
  SessionDraft session;
  IdentityGrant grant;
  PersonId new_person;
};

tl::unexpected<Error> RefuseState(std::string message, std::string field) {
  return Fail(ErrorCode::SignInStateInvalid, std::move(message), std::move(field));
}

tl::unexpected<Error> RefuseStranger() {
  return Fail(Error{.code = ErrorCode::PermissionDenied,
                    .message = "no group of this person is mapped to a tenant here",
                    .rule = "identity.groups",
                    .next_step = "Ask the operator to map one of your groups to a tenant."});
}

Result<Person> FindOrMakePerson(Transaction& transaction, const metadata::SystemScope& scope,
                                const Arrival& arrival) {
  const GroupPlace& first = arrival.places.front();
  const Access access = ForPerson(scope, first.tenant, first.fresh, arrival.vouched.name);
  PersonStore people(transaction);
  ARM_TRY(const Person found,
          people.FindOrInsert(access.Scope(), {.id = arrival.new_person,
                                               .issuer = arrival.issuer,
                                               .subject = arrival.vouched.subject,
                                               .name = arrival.vouched.name,
                                               .email = arrival.vouched.email,
                                               .created_at = arrival.session.session.created_at}));
  ARM_TRY(auto locked, people.Lock(access.Scope(), found.id));
  if (!locked) {
    return Fail(ErrorCode::DatabaseCorrupt, "a person is missing who was just there");
  }
  Person person = *std::move(locked);
  if (person.disabled_at) {
    return Fail(ErrorCode::PersonDisabled, "this person may not sign in any more");
  }
  person.name = arrival.vouched.name;
  person.email = arrival.vouched.email;
  ARM_CHECK(people.UpdateVouched(access.Scope(), person));
  return person;
}

// Acts as the person's principal in the first of their tenants.
Access AsArrived(const metadata::SystemScope& scope, const Arrival& arrival,
                 const Followed& followed, const Session& session) {
  const GroupPlace& first = arrival.places.front();
  const Followed::Member& member = followed.members.at(first.tenant->id);
  return Access::ForPlatform(scope,
                             {.principal = member.principal,
                              .principal_name = member.name,
                              .kind = PrincipalKind::User,
                              .token = {session.id.value},
                              .person = session.person,
                              .session = session.id,
                              .tenant = first.tenant,
                              .environment = {std::string(kResearch)},
                              .role = first.role,
                              .expires_at = session.ends_at},
                             Permission::SelfSession);
}

Result<StartedSession> Arrive(Transaction& transaction, const metadata::SystemScope& scope,
                              const Arrival& arrival) {
  ARM_TRY(const Person person, FindOrMakePerson(transaction, scope, arrival));
  SessionDraft draft = arrival.session;
  draft.session.person = person.id;
  const TimePoint now = draft.session.created_at;
  ARM_TRY(const Followed followed,
          FollowGroups(
              transaction, scope,
              {.person = person, .places = arrival.places, .request = draft.request, .now = now}));
  if (followed.refused) {
    return Fail(*followed.refused);
  }
  IdentityGrant grant = arrival.grant;
  grant.person = person.id;
  ARM_CHECK(GrantStore(transaction, scope).Insert(grant));
  const Access access = AsArrived(scope, arrival, followed, draft.session);
  ARM_TRY(auto started,
          StartSession(transaction, scope, access, draft, {{"issuer", arrival.issuer}}));
  ARM_CHECK(LogRevoked(transaction, scope, followed, now));
  return started;
}

}  // namespace

ProviderSignIn::ProviderSignIn(const ProviderParts& parts, metadata::SystemScope scope,
                               SessionLimits limits)
    : parts_(parts), scope_(scope), limits_(limits) {}

Result<ProviderSignIn::Begun> ProviderSignIn::Begin(std::string to) {
  ARM_CHECK(CheckPage(to));
  ARM_TRY(const auto turn, parts_.provider.TakeTurn());
  ARM_TRY(const auto metadata, parts_.provider.Describe());
  const ProviderSettings& settings = parts_.provider.Settings();
  const PendingSignIn pending =
      NewPendingSignIn(parts_.core.random, std::move(to), parts_.core.clock.Now());
  const std::string query = outbound::FormOf({{"response_type", "code"},
                                              {"client_id", settings.client_id},
                                              {"redirect_uri", settings.Callback()},
                                              {"scope", settings.scopes},
                                              {"state", pending.state.Reveal()},
                                              {"nonce", pending.nonce.Reveal()},
                                              {"code_challenge", ChallengeOf(pending)},
                                              {"code_challenge_method", "S256"}});
  const char joint = metadata->authorization.find('?') == std::string::npos ? '?' : '&';
  return Begun{.url = metadata->authorization + joint + query,
               .kept = SealPending(parts_.core.keys, pending)};
}

Result<Vouched> ProviderSignIn::AskWhoCame(const PendingSignIn& pending, const Secret& code,
                                           ProviderTokens& tokens) {
  ARM_TRY(tokens, parts_.provider.Exchange(code, pending.verifier));
  if (!tokens.identity) {
    return Fail(ErrorCode::IdentityTokenRefused, "the identity provider gave no identity token");
  }
  ARM_TRY(const auto token,
          parts_.provider.Verify(tokens.identity->Reveal(), IdentityProvider::Sender::Provider));
  if (!token.type.empty() && token.type != "jwt") {
    return Fail(ErrorCode::IdentityTokenRefused, "the token is of another type", "typ");
  }
  const ProviderSettings& settings = parts_.provider.Settings();
  const Expectation expected{.issuer = settings.issuer,
                             .audience = settings.client_id,
                             .now = parts_.core.clock.Now(),
                             .skew = settings.skew};
  ARM_TRY(auto vouched, CheckIdentityToken(token.claims, expected, pending.nonce.Reveal(),
                                           settings.groups_claim));
  ARM_CHECK(CompleteVouched(parts_.provider, tokens.access, vouched));
  return vouched;
}

Result<ProviderSignIn::Arrived> ProviderSignIn::Finish(const Return& back, const Visit& visit) {
  const SignInParts& core = parts_.core;
  const ProviderSettings& settings = parts_.provider.Settings();
  ARM_TRY(const auto pending, OpenPending(core.keys, back.kept, core.clock.Now()));
  if (!IsState(core.keys, pending, back.state)) {
    return RefuseState("the answer belongs to another sign-in", "state");
  }
  ARM_TRY(const auto turn, parts_.provider.TakeTurn());
  ARM_TRY(const auto metadata, parts_.provider.Describe());
  if (back.issuer ? *back.issuer != settings.issuer : metadata->names_itself) {
    return Fail(ErrorCode::IdentityTokenRefused, "the answer is of another issuer", "iss");
  }
  if (back.is_refused || back.code.empty() || back.code.size() > kMostCode) {
    return Fail(ErrorCode::IdentityTokenRefused, "the identity provider let nobody in", "code");
  }
  ProviderTokens tokens{.access = Secret(std::string())};
  ARM_TRY(const auto vouched, AskWhoCame(pending, Secret(std::string(back.code)), tokens));
  return Enter(pending, vouched, tokens, visit);
}

Result<ProviderSignIn::Arrived> ProviderSignIn::Enter(const PendingSignIn& pending,
                                                      const Vouched& vouched,
                                                      const ProviderTokens& tokens,
                                                      const Visit& visit) {
  const SignInParts& core = parts_.core;
  const ProviderSettings& settings = parts_.provider.Settings();
  const auto groups = vouched.groups.value_or(std::vector<std::string>{});
  Arrival arrival{.vouched = vouched,
                  .issuer = settings.issuer,
                  .places = KnownPlaces(parts_.groups.Current()->PlacesOf(groups), core.directory,
                                        core.clock, core.random),
                  .session = DraftSession(core.keys, core.clock, core.random, visit),
                  .grant = {},
                  .new_person = {NewId(core.clock, core.random)}};
  if (arrival.places.empty()) {
    ARM_CHECK(LeaveAll(vouched, visit));
    return RefuseStranger();
  }
  Session& session = arrival.session.session;
  const auto lasts =
      tokens.refresh ? limits_.longest : std::min(limits_.longest, settings.without_refresh);
  session.ends_at = session.created_at + lasts;
  arrival.grant = {.session = session.id, .provider_session = vouched.session};
  arrival.grant.refresh_at =
      tokens.refresh ? session.created_at + settings.refresh : session.ends_at;
  if (tokens.refresh) {
    arrival.grant.refresh_token = SealGrant(core.keys, session.id, *tokens.refresh);
  }
  ARM_TRY(StartedSession started, core.database.Write([&](Transaction& transaction) {
    return Arrive(transaction, scope_, arrival);
  }));
  SignedIn signed_in{started.session, std::move(arrival.session.proof)};
  Publish(core.directory.People(), std::move(started), arrival.session.hash);
  return Arrived{std::move(signed_in), pending.to};
}

// Who is here already leaves with their last group, whether or not they have a session.
Result<void> ProviderSignIn::LeaveAll(const Vouched& vouched, const Visit& visit) {
  const auto person = parts_.core.directory.People().FindBySubject(
      parts_.provider.Settings().issuer, vouched.subject);
  if (person == nullptr || IsFollowed(*person, {})) {
    return {};
  }
  return FollowWord(parts_.core, scope_, person->person, {}, visit.request);
}

std::optional<std::string> ProviderSignIn::SignOutUrl(const Person& person) const {
  const ProviderSettings& settings = parts_.provider.Settings();
  const auto known = parts_.provider.Known();
  if (person.issuer != settings.issuer || known == nullptr || !known->end_session) {
    return std::nullopt;
  }
  const char joint = known->end_session->find('?') == std::string::npos ? '?' : '&';
  return *known->end_session + joint +
         outbound::FormOf({{"client_id", settings.client_id},
                           {"post_logout_redirect_uri", settings.address + "/ui/sign-in"}});
}

Result<void> CompleteVouched(IdentityProvider& provider, const Secret& access, Vouched& vouched) {
  if (vouched.groups && vouched.is_named) {
    return {};
  }
  ARM_TRY(const auto told, provider.AskWho(access));
  if (!told) {
    return {};
  }
  ARM_TRY(const std::string subject, SubjectIn(*told));
  if (subject != vouched.subject) {
    return Fail(ErrorCode::IdentityTokenRefused, "the provider tells of somebody else", "sub");
  }
  Describe(*told, vouched);
  if (!vouched.groups) {
    ARM_TRY(auto groups, GroupsIn(*told, provider.Settings().groups_claim));
    vouched.groups = std::move(groups).value_or(std::vector<std::string>{});
  }
  return {};
}

metadata::Blob SealGrant(const keys::KeyRing& keys, const SessionId& session, const Secret& token) {
  return keys.Seal(AsBytes(token.Reveal()), AsBytes("identity grant:" + session.value));
}

Result<Secret> OpenGrant(const keys::KeyRing& keys, const IdentityGrant& grant) {
  ARM_TRY(const auto plain,
          keys.Unseal(*grant.refresh_token, AsBytes("identity grant:" + grant.session.value)));
  return Secret(std::string(AsText(plain)));
}

}  // namespace armillary::tenancy
