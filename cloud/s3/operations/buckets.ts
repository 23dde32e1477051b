import type * as S3 from "@aws-sdk/client-s3";
import { AwsError } from "../../kernel/errors.ts";
import type { Output } from "../../kernel/house.ts";
import { type Grants, grantsOf, isPublic } from "../acl.ts";
import {
  accessDenied,
  bucketAlreadyOwnedByYou,
  illegalLocation,
  invalidArgument,
  invalidBucketName,
  invalidLocation,
} from "../errors.ts";
import type { S3Service } from "../service.ts";
import { checkTags, tagsOf } from "../tags.ts";
import { withoutBody } from "./objects.ts";
import { shownOwner, shownTime } from "./shown.ts";

/** The operations on buckets themselves. */
export function bucketOperations(s3: S3Service) {
  return {
    CreateBucket(input: S3.CreateBucketCommandInput): Output<S3.CreateBucketCommandOutput> {
      const name = input.Bucket!;
      checkName(name);
      checkLocation(input.CreateBucketConfiguration?.LocationConstraint, s3.place.region);
      const acl = newAcl(s3, input);
      const isHome = s3.place.region === "us-east-1";
      const Location = isHome ? `/${name}` : `http://${name}.s3.amazonaws.com/`;
      // Only the oldest region answers a second creation like the first.
      if (s3.find(name) && !isHome) throw bucketAlreadyOwnedByYou(name);
      if (s3.find(name)) return { Location };
      const tags = tagsOf(input.CreateBucketConfiguration?.Tags);
      checkTags(tags, "bucket");
      const { bucket, configuration } = s3.create(name, input.ObjectOwnership, tags);
      configuration.acl = acl;
      if (input.ObjectLockEnabledForBucket) {
        bucket.versioning = "Enabled";
        configuration.lock = { ObjectLockEnabled: "Enabled" };
      }
      return { Location };
    },

    HeadBucket(input: S3.HeadBucketCommandInput): Output<S3.HeadBucketCommandOutput> {
      return withoutBody(() => {
        s3.get(input.Bucket);
        return { BucketRegion: s3.place.region, AccessPointAlias: false };
      });
    },

    DeleteBucket(input: S3.DeleteBucketCommandInput): Output<S3.DeleteBucketCommandOutput> {
      s3.remove(input.Bucket!);
      return {};
    },

    ListBuckets(input: S3.ListBucketsCommandInput): Output<S3.ListBucketsCommandOutput> {
      const { Prefix, MaxBuckets = 10_000 } = input;
      checkMaximum(MaxBuckets);
      const names = askedNames(s3, input);
      const page = names.slice(0, MaxBuckets);
      return {
        Buckets: page.map((name) => shownBucket(s3, name, isAsked(input))),
        Owner: shownOwner(s3),
        ...(names.length > page.length && { ContinuationToken: Buffer.from(page.at(-1)!).toString("base64url") }),
        ...(Prefix !== undefined && { Prefix }),
      };
    },

    /** A bucket in the oldest region has no location to name. */
    GetBucketLocation(input: S3.GetBucketLocationCommandInput): Output<S3.GetBucketLocationCommandOutput> {
      s3.get(input.Bucket);
      const { region } = s3.place;
      return region === "us-east-1" ? {} : { LocationConstraint: region as S3.BucketLocationConstraint };
    },
  };
}

/** The buckets a listing means, sorted; its token is the last name of the page before. */
function askedNames(s3: S3Service, { Prefix = "", BucketRegion, ContinuationToken }: S3.ListBucketsCommandInput) {
  if (BucketRegion !== undefined && BucketRegion !== s3.place.region) {
    const text = "Requests with bucket-region specified must be made to the corresponding regional endpoint";
    throw invalidArgument(text, "bucket-region");
  }
  const after = ContinuationToken ? Buffer.from(ContinuationToken, "base64url").toString() : "";
  const names = s3.all().map(({ bucket }) => bucket.name);
  return names.filter((name) => name.startsWith(Prefix) && name > after);
}

/** Only who asks for something hears of regions (Bucket in the API reference). */
function isAsked({ Prefix, BucketRegion, ContinuationToken, MaxBuckets }: S3.ListBucketsCommandInput): boolean {
  return [Prefix, BucketRegion, ContinuationToken, MaxBuckets].some((parameter) => parameter !== undefined);
}

function shownBucket(s3: S3Service, name: string, withRegion: boolean): S3.Bucket {
  const { arn, createdAt } = s3.get(name);
  const region = withRegion && { BucketRegion: s3.place.region };
  return { Name: name, CreationDate: shownTime(createdAt), ...region, BucketArn: arn };
}

/** User guide, "General purpose bucket naming rules". */
function checkName(name: string): void {
  const isWellFormed = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) && !name.includes("..");
  const isReserved = /^(xn--|sthree-|amzn-s3-demo-)|(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$/.test(name);
  if (!isWellFormed || isReserved || /^\d+\.\d+\.\d+\.\d+$/.test(name)) throw invalidBucketName(name);
}

/** The constraint must name the region that was asked, and for the oldest region it must be left out. */
function checkLocation(constraint: string | undefined, region: string): void {
  if (region === "us-east-1") {
    if (constraint === "us-east-1") throw invalidLocation(constraint);
    if (constraint !== undefined) throw illegalLocation(constraint);
  } else if (constraint !== region && !(constraint === "EU" && region === "eu-west-1")) {
    throw constraint === "us-east-1" ? invalidLocation(constraint) : illegalLocation(constraint);
  }
}

const OWNERSHIPS = ["BucketOwnerEnforced", "BucketOwnerPreferred", "ObjectWriter"];

/** A bucket that is made without ACLs takes none but the one that says nothing. */
function newAcl(s3: S3Service, input: S3.CreateBucketCommandInput): Grants | undefined {
  const { ACL, ObjectOwnership } = input;
  if (ObjectOwnership !== undefined && !OWNERSHIPS.includes(ObjectOwnership)) {
    throw invalidArgument(`Invalid x-amz-object-ownership header: ${ObjectOwnership}`, "x-amz-object-ownership");
  }
  const grants = grantsOf(input, s3.owner.canonicalId);
  if (!grants || ACL === "private") return undefined;
  const takesAcls = ObjectOwnership !== undefined && ObjectOwnership !== "BucketOwnerEnforced";
  // New buckets block public ACLs, whoever owns their objects.
  if (takesAcls && isPublic(grants)) throw accessDenied();
  if (takesAcls) return grants;
  throw aclsWithOwnership();
}

/** Owning everything and granting something do not go together. */
export function aclsWithOwnership(): AwsError {
  return new AwsError(
    "InvalidBucketAclWithObjectOwnership",
    "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting",
    400,
  );
}

function checkMaximum(maximum: number): void {
  if (Number.isInteger(maximum) && maximum >= 1 && maximum <= 10_000) return;
  const text = "Argument max-buckets must be an integer between 1 and 10000";
  throw invalidArgument(text, "max-buckets", String(maximum));
}
